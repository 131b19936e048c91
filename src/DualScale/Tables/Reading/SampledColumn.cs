namespace DualScale.Tables;

/// <summary>The first cells of a column, by which its kind is guessed.</summary>
internal sealed class SampledColumn(string name)
{
    public string Name { get; } = name;

    public List<(byte[] Cell, bool IsQuoted, int Row)> Cells { get; } = [];
}
