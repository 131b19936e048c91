namespace DualScale.Tables;

/// <summary>
/// Adjacent columns of a network that together are one of a few points, such as the word of a text or the flag of a blank, and
/// how often each is. Points are in scaled units, as the network sees them.
/// </summary>
public sealed class DiscreteColumns
{
    /// <summary>The most points there may be.</summary>
    public const int MaxPoints = 2048;

    /// <summary>Creates such columns.</summary>
    /// <param name="first">The first of them, from 0.</param>
    /// <param name="points">The points, 2 to <see cref="MaxPoints"/>, each of as many finite coordinates as there are
    /// columns.</param>
    /// <param name="shares">The share of each point, above 0; together 1.</param>
    /// <exception cref="InvalidInputException">Something is outside its range.</exception>
    public DiscreteColumns(int first, IReadOnlyList<IReadOnlyList<float>> points, IReadOnlyList<double> shares)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(shares);
        if (first is < 0 or > TableEncoding.MaxWidth || points.Count is < 2 or > MaxPoints || shares.Count != points.Count ||
            points[0].Count is 0 or > TableEncoding.MaxWidth ||
            points.Any(point => point.Count != points[0].Count || !point.All(float.IsFinite)))
        {
            throw new InvalidInputException(
                $"Discrete columns have 2 to {MaxPoints} points of one or more finite coordinates, a share each, and a first column from 0 to {TableEncoding.MaxWidth}; there are {points.Count} points and {shares.Count} shares from column {first}.");
        }

        if (!shares.All(share => share > 0) || Math.Abs(shares.Sum() - 1) > 1e-6)
            throw new InvalidInputException("The shares of discrete columns are above 0 and together 1; these are not.");
        (First, Points, Shares) = (first, [.. points.Select(point => (float[])[.. point])], [.. shares]);
    }

    /// <summary>The first column, from 0.</summary>
    public int First { get; }

    /// <summary>How many columns.</summary>
    public int Width => Points[0].Count;

    /// <summary>The points.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Points { get; }

    /// <summary>The share of each.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Whether others are the same but for how they were rounded.</summary>
    internal bool IsNear(DiscreteColumns other) =>
        (First, Width, Points.Count) == (other.First, other.Width, other.Points.Count)
        && AreNear(Shares, other.Shares)
        && Points.Zip(other.Points).All(pair => AreNear(pair.First.Select(x => (double)x), pair.Second.Select(x => (double)x)));

    private static bool AreNear(IEnumerable<double> ones, IEnumerable<double> others) =>
        ones.Zip(others).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-5);
}
