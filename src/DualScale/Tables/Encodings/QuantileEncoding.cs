namespace DualScale.Tables;

/// <summary>Numbers by their quantiles to a standard normal.</summary>
internal sealed class QuantileEncoding(ColumnSchema schema, QuantileMap map, double blanks) : NumberEncoding(schema, blanks)
{
    private const int Fixed = 7;
    private const int OfCell = 3;

    // Share of blanks, both tails, origin and step, then the cells one after the other.
    public override double[] Parameters =>
    [
        Blanks, map.Lower.Scale, map.Lower.Shape, map.Upper.Scale, map.Upper.Shape, map.Lattice.Origin, map.Lattice.Step,
        .. map.Cells.SelectMany(cell => new[] { cell.Low, cell.High, cell.Count }),
    ];

    public static new QuantileEncoding Create(ColumnSchema schema, double[] parameters)
    {
        var encoding = parameters.Length >= Fixed + OfCell && (parameters.Length - Fixed) % OfCell == 0 &&
            parameters.All(IsWithinReach) && parameters[0] is >= 0 and < 1 && parameters[6] >= 0
            ? From(schema, parameters) : null;
        return encoding ?? throw Damaged(schema);
    }

    protected override CellRange GivenScores => new(-map.MostGiven, map.MostGiven);

    protected override double Score(double value, double draw) => map.Score(value, draw);

    protected override double Value(double score) => map.Value(score);

    protected override double NearestTo(double number) => map.Nearest(number);

    // A column's step is some of its kind's.
    private static bool IsStepOf(double unit, double step) =>
        unit == 0 ? step == 0 : step / unit is >= 0.5 and var units && Math.Abs(units - Math.Round(units)) <= 1e-6 * units;

    private static QuantileEncoding? From(ColumnSchema schema, double[] parameters)
    {
        var cells = parameters[Fixed..].Chunk(OfCell).Select(cell => new QuantileCell(cell[0], cell[1], (int)cell[2])).ToArray();
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Count < 1 || cells[i].High < cells[i].Low || (i > 0 && cells[i].Low < cells[i - 1].High))
                return null;
        }

        if (!IsStepOf(((NumberKind)schema.Kind).Unit, parameters[6]))
            return null;
        var (lower, upper) = (new TailShape(parameters[1], parameters[2]), new TailShape(parameters[3], parameters[4]));
        var map = new QuantileMap(
            cells, new ColumnLattice(parameters[5], parameters[6]), ((NumberKind)schema.Kind).KeepsSign, lower, upper);
        return lower.IsPossible && upper.IsPossible && map.HasValues ? new QuantileEncoding(schema, map, parameters[0]) : null;
    }
}
