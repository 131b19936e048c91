namespace DualScale.Tables;

/// <summary>What is given of columns, and what follows from it for others.</summary>
internal sealed class GivenCells
{
    private readonly TableEncoding _encoding;
    private readonly Dictionary<int, CellCondition> _given;

    /// <param name="encoding">The encoding.</param>
    /// <param name="given">Columns with one value each.</param>
    /// <param name="others">Conditions of other columns.</param>
    /// <exception cref="TableConditionException">They contradict each other.</exception>
    public GivenCells(TableEncoding encoding, IEnumerable<CellCondition> given, IEnumerable<CellCondition> others)
    {
        (_encoding, _given) = (encoding, given.ToDictionary(cell => cell.Column));
        var tests = others.ToDictionary(cell => cell.Column);
        foreach (var dependency in encoding.Dependencies.Reverse())
        {
            if (_given.TryGetValue(dependency.Dependent, out var cell) && !_given.ContainsKey(dependency.Determinant) &&
                dependency.OnlySource(cell.Value!.Value) is { } source &&
                encoding.Schema.Columns[dependency.Determinant].Kind is CodeKind)
            {
                Add(cell, dependency.Determinant, source, tests);
            }
        }

        foreach (var dependency in encoding.Dependencies)
        {
            if (_given.TryGetValue(dependency.Determinant, out var cell) && dependency.Of(cell.Value!.Value) is { } said)
                Add(cell, dependency.Dependent, said, tests);
        }
    }

    /// <summary>All columns with one value.</summary>
    public CellCondition[] All => [.. _given.Values.OrderBy(cell => cell.Column)];

    /// <summary>That open columns say what is given of those that follow from them.</summary>
    public IEnumerable<RowTest> Tests => _encoding.Dependencies
        .Where(dependency => _given.ContainsKey(dependency.Dependent) && !_given.ContainsKey(dependency.Determinant))
        .Select(dependency => new DependencyTest(_given[dependency.Dependent].Text, dependency));

    // A column's value by what is given of another.
    private void Add(CellCondition by, int column, double value, Dictionary<int, CellCondition> tests)
    {
        if ((_given.GetValueOrDefault(column) ?? tests.GetValueOrDefault(column)) is { } wanted && !wanted.Holds(value))
        {
            throw by.Text.And(wanted.Text).Fault(
                $"these contradict each other, as in all rows of the training one of columns '{Name(by.Column)}' and '{Name(column)}' says what the other is; leave one out");
        }

        _given.TryAdd(column, new CellCondition(by.Text, column, value));
    }

    private string Name(int column) => CellText.Shorten(_encoding.Schema.Columns[column].Name);
}
