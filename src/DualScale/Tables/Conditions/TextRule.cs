namespace DualScale.Tables;

/// <summary>Whether texts are the same.</summary>
/// <param name="text">The rule as it was given.</param>
/// <param name="left">What stands before the sign: a column's place, or a text, null for a blank.</param>
/// <param name="same">Whether they must be the same; otherwise they must not.</param>
/// <param name="right">What stands behind it.</param>
internal sealed class TextRule(
    ConditionText text, (int? Column, string? Value) left, bool same, (int? Column, string? Value) right) : RowTest(text)
{
    public override bool Holds(Table table, int row)
    {
        return Of(left) == Of(right) == same;

        string? Of((int? Column, string? Value) side) => side.Column is not { } column ? side.Value
            : table.Columns[column].IsBlank(row) ? null : table.Columns[column].Text(row);
    }
}
