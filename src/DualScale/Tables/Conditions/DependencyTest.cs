namespace DualScale.Tables;

/// <summary>Whether a column that is open says what is given of the column that follows from it.</summary>
/// <param name="text">What is given, as it was written.</param>
/// <param name="dependency">The dependency of both.</param>
internal sealed class DependencyTest(ConditionText text, ColumnDependency dependency) : RowTest(text)
{
    public override bool Holds(Table table, int row) =>
        dependency.Allows(table.Columns[dependency.Determinant].Cell(row), table.Columns[dependency.Dependent].Cell(row));
}
