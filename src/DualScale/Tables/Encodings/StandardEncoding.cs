namespace DualScale.Tables;

/// <summary>Numbers to mean 0 and standard deviation 1.</summary>
internal sealed class StandardEncoding(
    ColumnSchema schema, double mean, double deviation, double low, double high, double blanks) : NumberEncoding(schema, blanks)
{
    private readonly bool _isBounded = ((NumberKind)schema.Kind).Bounded;

    public override double[] Parameters => [Blanks, mean, deviation, low, high];

    public static StandardEncoding Fit(ColumnSchema schema, ReadOnlySpan<double> sorted, double blanks)
    {
        var (mean, squares) = (0.0, 0.0);
        foreach (var value in sorted)
            mean += value / sorted.Length;
        foreach (var value in sorted)
            squares += (value - mean) * (value - mean) / sorted.Length;
        return new StandardEncoding(schema, mean, Math.Sqrt(squares), sorted[0], sorted[^1], blanks);
    }

    public static new StandardEncoding Create(ColumnSchema schema, double[] parameters) =>
        parameters is [>= 0 and < 1, var mean, > 0, var low, var high] && parameters.All(IsWithinReach) && low <= high
            ? new StandardEncoding(schema, mean, parameters[2], low, high, parameters[0])
            : throw Damaged(schema);

    protected override CellRange GivenScores => new(Score(low, 0.5), Score(high, 0.5));

    protected override double Score(double value, double draw) => (value - mean) / deviation;

    protected override double Value(double score) => NearestTo(mean + deviation * score);

    protected override double NearestTo(double number) => _isBounded ? Math.Clamp(number, low, high) : number;
}
