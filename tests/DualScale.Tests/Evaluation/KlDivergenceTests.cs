using DualScale.Evaluation;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Evaluation;

public sealed class KlDivergenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Estimate_equals_the_published_one(int number)
    {
        var golden = new GoldenCase("knn-kl");
        var columns = golden.Shape($"case{number}/p")[1];
        var (p, q) =
            (Points(golden.Values<float>($"case{number}/p"), columns), Points(golden.Values<float>($"case{number}/q"), columns));
        var estimate = KlDivergence.Estimate(p, q, (int)golden.Values<long>($"case{number}/k")[0]);

        // Distances are exact here and rounded to 32 bits there.
        Assert.Equal(golden.Values<double>($"case{number}/kl_pq_bits")[0], estimate.Forward, 1e-5);
        Assert.Equal(estimate.Forward, KlDivergence.Estimate(q, p, (int)golden.Values<long>($"case{number}/k")[0]).Reverse);
    }

    [Fact]
    public void Number_of_threads_changes_no_bit()
    {
        var (a, b) = (Shapes.Generate("moons", 3001, 1), Shapes.Generate("moons", 1777, 2));
        Assert.Equal(KlDivergence.Estimate(a, b, threads: 1), KlDivergence.Estimate(a, b, threads: 3));
    }

    [Fact]
    public void Estimate_of_two_normals_is_near_the_analytic_divergence()
    {
        var (p, q) = (new float[20_000], new float[20_000]);
        new RandomStream(1, 0).FillNormal(0, p);
        new RandomStream(2, 0).FillNormal(0, q);
        for (var i = 0; i < q.Length; i++)
            q[i] = 2 * q[i] + 1;

        // KL(N(0,1) ‖ N(1,4)) = log 2 + (1 + 1)/8 - 1/2 nats; the estimator's spread at this size is about 0.03 bits.
        Assert.Equal((Math.Log(2) - 0.25) / Math.Log(2), KlDivergence.Estimate(Points(p, 1), Points(q, 1)).Forward, 0.1);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 3)]
    [InlineData(3, 1000)]
    [InlineData(12, 2)]
    [InlineData(40, 1000)]
    public void Estimate_equals_a_double_loop_with_repeats_and_without(int columns, int levels)
    {
        var (p, q) = (Lattice(1, 230, columns, levels), Lattice(2, 170, columns, levels));
        var estimate = KlDivergence.Estimate(p, q, 4);
        var (forward, within, across) = Plain(p, q, 4);
        var (reverse, withinReverse, acrossReverse) = Plain(q, p, 4);
        Assert.Equal(forward, estimate.Forward, 1e-9);
        Assert.Equal(reverse, estimate.Reverse, 1e-9);
        Assert.Equal(Math.Max(within, withinReverse), estimate.RepeatedWithin);
        Assert.Equal(Math.Max(across, acrossReverse), estimate.RepeatedAcross);
    }

    [Fact]
    public void Copies_of_the_real_points_give_an_estimate_near_zero_and_are_counted()
    {
        var a = Shapes.Generate("moons", 500, 1);
        var five = Points([.. Enumerable.Repeat(a.Values.ToArray(), 5).SelectMany(values => values)], 2);
        var divergence = KlDivergence.Estimate(a, five);
        Assert.Equal((1.0, 1.0), (divergence.RepeatedWithin, divergence.RepeatedAcross));
        Assert.InRange(divergence.Forward, -0.5, 0.5);
        Assert.InRange(divergence.Reverse, -0.5, 0.5);
        Assert.Equal((0.0, 0.0),
            (KlDivergence.Estimate(a, Shapes.Generate("moons", 500, 2)) is var other ? other.RepeatedWithin : 1,
            other.RepeatedAcross));
    }

    [Fact]
    public void Categories_give_the_divergence_of_their_probabilities()
    {
        // Two values, 3:1 against 1:3.
        float[] mostlyZero = [.. Enumerable.Range(0, 4000).Select(i => i % 4 == 0 ? 1f : 0f)];
        var divergence = KlDivergence.Estimate(Points(mostlyZero, 1), Points([.. mostlyZero.Select(value => 1 - value)], 1));
        Assert.Equal(0.5 * Math.Log2(3), divergence.Forward, 0.01);
        Assert.Equal(0.5 * Math.Log2(3), divergence.Reverse, 0.01);
    }

    [Fact]
    public void Cancelled_estimate_stops_and_progress_rises_to_one()
    {
        using var source = new CancellationTokenSource();
        var (a, b) = (Lattice(1, 3000, 30, 1 << 20), Lattice(2, 2000, 30, 1 << 20));
        var shares = new List<double>();
        KlDivergence.Estimate(a, b, threads: 2, progress: new Listener(shares.Add), cancellation: source.Token);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.InRange(shares[0], 0.001, 0.2);

        var calls = 0;
        var cancel = new Listener(_ =>
        {
            calls++;
            source.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(
            () => KlDivergence.Estimate(a, b, threads: 1, progress: cancel, cancellation: source.Token));
        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData(2, 3, 5, "columns")]
    [InlineData(2, 2, 0, "k is 0; give 1 to 1000")]
    [InlineData(2, 2, 1001, "k is 1001; give 1 to 1000")]
    [InlineData(2, 2, 300, "more than 300")]
    public void Impossible_estimates_are_refused(int columnsOfReal, int columnsOfGenerated, int k, string message)
    {
        var (real, generated) = (Points(new float[60 * columnsOfReal], columnsOfReal), Points(
            new float[60 * columnsOfGenerated], columnsOfGenerated));
        Assert.Contains(message, Assert.Throws<InvalidInputException>(() => KlDivergence.Estimate(real, generated, k)).Message);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    public void Impossible_numbers_of_threads_are_refused(int threads)
    {
        var points = Lattice(1, 20, 2, 100);
        Assert.Contains($"threads is {threads}; give 1 to 1024", Assert.Throws<InvalidInputException>(
            () => KlDivergence.Estimate(points, points, threads: threads)).Message);
    }

    // The formula of docs/models.md, section 7, in the plainest code.
    private static (double Bits, double Within, double Across) Plain(PointSet p, PointSet q, int k)
    {
        var (sum, within, across) = (0.0, 0, 0);
        for (var i = 0; i < p.Count; i++)
        {
            double[] own = [.. Enumerable.Range(0, p.Count).Where(j => j != i).Select(j => Distance(p[i], p[j])).Order()];
            double[] other = [.. Enumerable.Range(0, q.Count).Select(j => Distance(p[i], q[j])).Order()];
            within += own[0] == 0 ? 1 : 0;
            across += other[0] == 0 ? 1 : 0;
            var (rho, nu) = (own[k - 1], other[k - 1]);
            sum += rho > 0 && nu > 0
                ? p.Columns * Math.Log2(nu / rho)
                : Math.Log2((double)own.Count(d => d <= Math.Max(rho, nu)) / other.Count(d => d <= Math.Max(rho, nu)));
        }

        return (Math.Log2((double)q.Count / (p.Count - 1)) + sum / p.Count, (double)within / p.Count, (double)across / p.Count);
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var distance = 0f;
        for (var column = 0; column < a.Length; column++)
            distance = Math.Max(distance, Math.Abs(a[column] - b[column]));
        return distance;
    }

    private static PointSet Lattice(ulong seed, int count, int columns, int levels)
    {
        var values = new float[count * columns];
        new RandomStream(seed, 0).FillUniform(0, values);
        return Points([.. values.Select(value => MathF.Floor(value * levels))], columns);
    }

    private static PointSet Points(float[] values, int columns) =>
        new(values, [.. Enumerable.Range(0, columns).Select(i => $"c{i}")]);

    private sealed class Listener(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
