using System.Globalization;

namespace DualScale.Tables;

/// <summary>Identifiers have nothing to learn; rows are numbered anew, from 1.</summary>
internal sealed class IdentifierEncoding(ColumnSchema schema) : ColumnEncoding(schema)
{
    public override IReadOnlyList<string> Names => [];

    public override double[] Parameters => [];

    public override bool HasBlanks => false;

    public override DiscreteColumns? Discrete(int first) => null;

    public override TableColumn Adopt(TableColumn column) => column;

    public override void Encode(
        TableColumn column, Func<int, double> draw, Span<float> values, int offset, int stride, Func<int, long> number)
    {
    }

    protected override bool GivesValue(double value) => false;

    public override TableColumn Decode(ReadOnlySpan<float> values, int offset, int stride, int rows, long firstRow) =>
        new CodeColumn(Schema, [.. Enumerable.Range(0, rows)],
            [.. Enumerable.Range(0, rows).Select(row => (firstRow + row + 1).ToString(CultureInfo.InvariantCulture))]);
}
