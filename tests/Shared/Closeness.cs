namespace DualScale.Tests;

/// <summary>Comparison of arrays with a tolerance of atol + rtol·|reference|.</summary>
public static class Closeness
{
    public static void ShouldBeCloseTo(
        this IReadOnlyList<float> actual, IReadOnlyList<float> reference, double atol, double rtol, string what) =>
        Compare(actual.Count, reference.Count, i => actual[i], i => reference[i], atol, rtol, what);

    public static void ShouldBeCloseTo(
        this IReadOnlyList<double> actual, IReadOnlyList<double> reference, double atol, double rtol, string what) =>
        Compare(actual.Count, reference.Count, i => actual[i], i => reference[i], atol, rtol, what);

    private static void Compare(
        int count, int wanted, Func<int, double> actual, Func<int, double> reference, double atol, double rtol, string what)
    {
        Assert.True(count == wanted, $"{what}: {count} numbers, {wanted} wanted.");
        for (var i = 0; i < count; i++)
        {
            var (a, r) = (actual(i), reference(i));
            Assert.True(Math.Abs(a - r) <= atol + rtol * Math.Abs(r), $"{what}[{i}]: {a:R} differs from {r:R} by {a - r:R}.");
        }
    }
}
