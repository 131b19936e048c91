namespace DualScale.Tables;

/// <summary>A rule that rows keep also where one of its columns is blank.</summary>
/// <param name="rule">The rule.</param>
/// <param name="text">The rule as it was given.</param>
/// <param name="columns">The places of its columns.</param>
internal sealed class BlankableRule(RowTest rule, ConditionText text, IReadOnlyList<int> columns) : RowTest(text)
{
    public override bool Holds(Table table, int row) =>
        columns.Any(column => table.Columns[column].IsBlank(row)) || rule.Holds(table, row);
}
