namespace DualScale.Tests.Formulas;

/// <summary>One noise grid of docs/models.md, section 5: [T, size, …, size] values over a box, an axis a column.</summary>
/// <param name="Name">The array that holds it.</param>
/// <param name="Size">Values along a column.</param>
/// <param name="Box">What it spans along each column.</param>
/// <param name="Linear">Multilinear between lattice points, or the cell that x is in.</param>
/// <param name="Mean">The points over which the geometric mean of α is held at 1; null where it is free.</param>
internal sealed record PlainGrid(
    string Name, int Size, (double Low, double High)[] Box, bool Linear = true, double[][]? Mean = null)
{
    // Values below it have its logarithm.
    private const double Smallest = 1e-3;

    /// <summary>The product of grids.</summary>
    public static Traced Factor(IEnumerable<PlainGrid> grids, PlainWeights weights, Traced[] x, int t) =>
        grids.Select(grid => grid.Read(weights, x, t)).Aggregate((a, b) => a * b);

    /// <summary>α(x, t) of this grid alone.</summary>
    public Traced Read(PlainWeights weights, Traced[] x, int t)
    {
        var cells = (int)Math.Pow(Size, Box.Length);
        var values = weights.Array(Name)[(t * cells)..((t + 1) * cells)];
        if (Mean is null)
            return Between(values, x);

        // Interpolated in the logarithms; their mean over the points is taken off.
        Traced[] logarithms = [.. values.Select(value => Traced.Log(value.Value < Smallest ? Smallest : value))];
        return Traced.Exp(Between(logarithms, x) - Traced.Mean(Mean.Select(point => Between(logarithms, Traced.Of(point)))));
    }

    // Along the first column left, what the further columns give at the lattice points on either side of x.
    private Traced Between(Traced[] values, ReadOnlySpan<Traced> x)
    {
        if (x.Length == 0)
            return values[0];
        var (low, high) = Box[^x.Length];
        var share = (x[0] - low) / (high - low);
        share = share.Value < 0 ? 0 : share.Value > 1 ? 1 : share;
        var rest = x[1..];
        var stride = values.Length / Size;
        if (!Linear)
            return At((int)Math.Min(Size - 1, Math.Floor(share.Value * Size)), rest);

        var place = share * (Size - 1);
        var cell = (int)Math.Min(Size - 2, Math.Floor(place.Value));
        return (1 - (place - cell)) * At(cell, rest) + (place - cell) * At(cell + 1, rest);

        Traced At(int index, ReadOnlySpan<Traced> further) => Between(values[(index * stride)..((index + 1) * stride)], further);
    }
}
