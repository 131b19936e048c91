namespace DualScale.Tables;

/// <summary>A condition that is looked at on rows.</summary>
/// <param name="text">The condition as it was given.</param>
internal abstract class RowTest(ConditionText text)
{
    /// <summary>The condition as it was given.</summary>
    public ConditionText Text => text;

    /// <summary>Whether a row keeps it.</summary>
    /// <param name="table">A table of the schema that the condition was read for.</param>
    /// <param name="row">The row, from 0.</param>
    public abstract bool Holds(Table table, int row);
}
