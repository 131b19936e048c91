namespace DualScale.Tables;

/// <summary>Truth values.</summary>
internal sealed class TruthCell() : CellType<bool>(new BooleanKind())
{
    private static readonly BooleanKind[] Spellings = [.. BooleanKind.Candidates, new() { False = "0", True = "1" }];

    public override ReadOnlySpan<byte> Write(bool value, Span<byte> buffer) => value ? "true"u8 : "false"u8;

    public override bool TryRead(TableColumn column, int row, out bool value)
    {
        if (column is CodeColumn { Kind: BooleanKind } truths)
        {
            value = truths.Codes[row] == 1;
            return true;
        }

        var text = column.Text(row);
        value = Array.Exists(Spellings, kind => kind.True == text);
        return value || Array.Exists(Spellings, kind => kind.False == text);
    }
}
