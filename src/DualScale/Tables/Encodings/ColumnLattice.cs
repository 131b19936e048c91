namespace DualScale.Tables;

/// <summary>The values that a column can have: an origin and whole steps from it.</summary>
/// <param name="Origin">One of them.</param>
/// <param name="Step">The distance between neighbours; 0 where any number will do.</param>
internal readonly record struct ColumnLattice(double Origin, double Step)
{
    /// <summary>
    /// The widest steps that reach all values of a column, such as 25 where body masses are multiples of 25: the greatest common
    /// divisor of their distances.
    /// </summary>
    /// <param name="sorted">The values in their order, at least one.</param>
    /// <param name="unit">The distance between values of the kind; 0 for none.</param>
    public static ColumnLattice Of(ReadOnlySpan<double> sorted, double unit)
    {
        var origin = sorted[0];
        if (unit == 0 || (sorted[^1] - origin) / unit > NumberFormat.MaxWhole)
            return new ColumnLattice(origin, unit);
        var divisor = 0L;
        for (var i = 0; i < sorted.Length && divisor != 1; i++)
        {
            var distance = (long)Math.Round((sorted[i] - origin) / unit);
            while (distance != 0)
                (divisor, distance) = (distance, divisor % distance);
        }

        return new ColumnLattice(origin, Math.Max(1, divisor) * unit);
    }

    /// <summary>The value beside a number: above it where the steps to the origin are rounded down, below where up.</summary>
    public double Beside(double number, Func<double, double> round) =>
        Step == 0 ? number : Origin - round((Origin - number) / Step) * Step;

    /// <summary>The value of the column nearest to a number.</summary>
    public double Nearest(double number) =>
        Step == 0 ? number : Origin + Math.Round((number - Origin) / Step, MidpointRounding.AwayFromZero) * Step;
}
