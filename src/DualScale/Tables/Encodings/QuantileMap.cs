using MathNet.Numerics.Distributions;

namespace DualScale.Tables;

/// <summary>
/// Maps the values of a column to a standard normal by their distribution function and back. Beyond the outermost values, whose
/// share of n rows is 1/(n + 2) on either side, tails go on as <see cref="TailShape"/> says. Where there is none, the outermost of
/// several values that share a cell is in the middle of its own 1/n.
/// </summary>
internal sealed class QuantileMap
{
    /// <summary>The largest score either way: what lies beyond has a share of 6·10⁻¹⁶.</summary>
    public const double MostScore = 8;

    // The share of a step over which its value is spread, and the one next to the end of a cell that nothing comes back from:
    // they keep single precision from crossing into the next cell.
    private const double Spread = 0.98;
    private const double Margin = 0.005;
    private const int Few = 30;
    private const int FewestOften = 10;

    private readonly double[] _bounds;
    private readonly double _floor;
    private readonly double _ceiling;

    public QuantileMap(QuantileCell[] cells, ColumnLattice lattice, bool keepsSign, TailShape lower, TailShape upper)
    {
        (Cells, Lattice, Lower, Upper) = (cells, lattice, lower, upper);
        var half = lattice.Step / 2;
        _floor = keepsSign && cells[0].Low >= -half ? lattice.Beside(0, Math.Floor) : double.NegativeInfinity;
        _ceiling = keepsSign && cells[^1].High <= half ? lattice.Beside(0, Math.Ceiling) : double.PositiveInfinity;

        // What is never 0 does not become it; without steps half the value next to it is the least.
        if (cells[0].Low > 0 && IsZero(_floor))
            _floor = lattice.Step > 0 ? _floor + lattice.Step : cells[0].Low / 2;
        if (cells[^1].High < 0 && IsZero(_ceiling))
            _ceiling = lattice.Step > 0 ? _ceiling - lattice.Step : cells[^1].High / 2;
        var rows = cells.Sum(cell => (double)cell.Count);
        MostGiven = -Normal.InvCDF(0, 1, 0.5 / (rows + 2));
        var (low, high) = (ShareBeyond(lower, cells[0]), ShareBeyond(upper, cells[^1]));
        _bounds = new double[cells.Length + 1];
        var seen = 0.0;
        for (var i = 0; i <= cells.Length; i++)
        {
            _bounds[i] = low + (1 - low - high) * (seen / rows);
            seen += i < cells.Length ? cells[i].Count : 0;
        }

        bool IsZero(double limit) => limit == 0 || Math.Abs(limit) < half;

        double ShareBeyond(TailShape tail, QuantileCell last) => tail.Scale > 0 ? 1 / (rows + 2)
            : last.High - last.Low > lattice.Step * (1 + Margin) ? 0.5 / rows : 0;
    }

    public QuantileCell[] Cells { get; }

    /// <summary>The values that the column can have.</summary>
    public ColumnLattice Lattice { get; }

    public TailShape Lower { get; }

    public TailShape Upper { get; }

    /// <summary>The score in the middle of the share beyond the rows: how far out a network has seen any.</summary>
    public double MostGiven { get; }

    /// <summary>Whether there is any value between the limits that the sign of the column sets.</summary>
    public bool HasValues => _floor <= _ceiling;

    /// <param name="sorted">The values in their order, at least one.</param>
    /// <param name="kind">What they are.</param>
    public static QuantileMap Fit(ReadOnlySpan<double> sorted, NumberKind kind)
    {
        var lattice = ColumnLattice.Of(sorted, kind.Unit);
        QuantileCell[] cells = [.. QuantileCells.Of(sorted, lattice.Step)];
        double[] down = [.. sorted], up = [.. sorted];
        Array.Reverse(up);
        for (var i = 0; i < down.Length; i++)
            down[i] = -down[i];

        // Few values have no others between or beyond them, and one that comes often at the end is a limit.
        var hasEnd = kind.Bounded || cells.Length <= Few;
        var often = Math.Max(FewestOften, sorted.Length / QuantileCells.Most);
        return new QuantileMap(cells, lattice, kind.KeepsSign,
            hasEnd || IsLimit(cells[0]) ? TailShape.None : TailShape.Fit(down),
            hasEnd || IsLimit(cells[^1]) ? TailShape.None : TailShape.Fit(up));

        bool IsLimit(QuantileCell cell) => cell.Count >= often && cell.High - cell.Low <= lattice.Step * (1 + Margin);
    }

    /// <summary>The score of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="draw">A number in [0, 1) by which equal values are spread over their cell.</param>
    public double Score(double value, double draw)
    {
        var spread = value + Lattice.Step * Spread * (draw - 0.5);
        if (spread < Cells[0].Low)
            return Clamp(Normal.InvCDF(0, 1, _bounds[0] * Lower.ShareBeyond(Cells[0].Low - spread)));
        if (spread > Cells[^1].High)
            return -Clamp(Normal.InvCDF(0, 1, (1 - _bounds[^1]) * Upper.ShareBeyond(spread - Cells[^1].High)));
        var (first, last) = (0, Cells.Length - 1);
        while (first < last)
        {
            var middle = (first + last) / 2;
            (first, last) = Cells[middle].High < spread ? (middle + 1, last) : (first, middle);
        }

        var cell = Cells[first];
        var place = cell.High > cell.Low ? Math.Max(0, (spread - cell.Low) / (cell.High - cell.Low))
            : (1 - Spread) / 2 + Spread * draw;
        return Clamp(Normal.InvCDF(0, 1, _bounds[first] + place * (_bounds[first + 1] - _bounds[first])));
    }

    /// <summary>The value of a score.</summary>
    /// <param name="score">Any finite number.</param>
    public double Value(double score) => Math.Clamp(Lattice.Nearest(Place(score)), _floor, _ceiling);

    /// <summary>The value nearest to a number of those that come back of scores.</summary>
    /// <param name="number">Any finite number.</param>
    public double Nearest(double number)
    {
        var (value, margin) = (Math.Clamp(Lattice.Nearest(number), Value(-MostScore), Value(MostScore)), Lattice.Step * Margin);
        var at = Array.FindIndex(Cells, cell => value <= cell.High + margin);
        if (at <= 0 || value >= Cells[at].Low - margin)
            return value;
        var (below, above) = (Lattice.Nearest(Cells[at - 1].High - margin), Lattice.Nearest(Cells[at].Low + margin));
        return number - below <= above - number ? below : above;
    }

    private double Place(double score)
    {
        var z = Clamp(score);
        var outer = Normal.CDF(0, 1, -Math.Abs(z));
        var (below, above) = z < 0 ? (outer, 1 - outer) : (1 - outer, outer);
        if (below < _bounds[0] && Lower.Scale > 0)
            return Cells[0].Low - Lower.Distance(below / _bounds[0]);
        if (above < 1 - _bounds[^1] && Upper.Scale > 0)
            return Cells[^1].High + Upper.Distance(above / (1 - _bounds[^1]));
        var found = Array.BinarySearch(_bounds, below);
        var at = Math.Clamp(found < 0 ? ~found - 1 : found, 0, Cells.Length - 1);
        var (cell, width) = (Cells[at], _bounds[at + 1] - _bounds[at]);
        var place = Math.Clamp((below - _bounds[at]) / width, 0, 1);
        var (low, high) = (cell.Low + Lattice.Step * Margin, cell.High - Lattice.Step * Margin);
        return Math.Clamp(cell.Low + (cell.High - cell.Low) * place, low, Math.Max(low, high));
    }

    private static double Clamp(double score) => Math.Clamp(score, -MostScore, MostScore);
}
