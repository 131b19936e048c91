namespace DualScale.Tables;

/// <summary>What is given of columns, and what follows from it for others.</summary>
internal sealed class GivenCells
{
    private readonly TableEncoding _encoding;
    private readonly Dictionary<int, CellCondition> _given;

    /// <param name="encoding">The encoding.</param>
    /// <param name="cells">Conditions, one a column.</param>
    /// <exception cref="TableConditionException">They contradict each other.</exception>
    public GivenCells(TableEncoding encoding, IReadOnlyList<CellCondition> cells)
    {
        (_encoding, _given) = (encoding, cells.Where(cell => cell.Value is not null).ToDictionary(cell => cell.Column));
        var others = cells.Where(cell => cell.Value is null).ToDictionary(cell => cell.Column);
        encoding.Dependencies.Complete(
            place => _given.GetValueOrDefault(place)?.Value, fillsBlanks: false,
            (from, place, value) => _given[place] = new CellCondition(_given[from].Text, place, value));
        foreach (var dependency in encoding.Dependencies.All)
        {
            if (Of(dependency.Determinant) is { } one && Of(dependency.Dependent) is { } other &&
                !GoTogether(dependency, one, other))
            {
                throw Contradiction(one, other);
            }
        }

        // What follows for a column of which something else was said.
        foreach (var (place, cell) in others)
        {
            if (_given.TryGetValue(place, out var given) && !cell.Holds(given.Value!.Value))
                throw Contradiction(cell, given);
        }

        CellCondition? Of(int place) => _given.GetValueOrDefault(place) ?? others.GetValueOrDefault(place);
    }

    /// <summary>All columns with one value.</summary>
    public CellCondition[] All => [.. _given.Values.OrderBy(cell => cell.Column)];

    /// <summary>That open columns say what is given of those that follow from them.</summary>
    public IEnumerable<RowTest> Tests => _encoding.Dependencies.All
        .Where(dependency => _given.ContainsKey(dependency.Dependent) && !_given.ContainsKey(dependency.Determinant))
        .Select(dependency => new DependencyTest(_given[dependency.Dependent].Text, dependency));

    // As far as is known: of what no row had, or of a blank that may stand in any, nothing is.
    private static bool GoTogether(ColumnDependency dependency, CellCondition one, CellCondition other)
    {
        if (!dependency.Values.Values.Any(other.Holds) || (dependency.BlanksVary && other.Holds(double.NaN)))
            return true;
        return one.Value is { } value ? dependency.Of(value) is not { } said || other.Holds(said)
            : dependency.Values.Any(pair => one.Holds(pair.Key) && other.Holds(pair.Value)) ||
                (one.Holds(double.NaN) && dependency.Of(double.NaN) is null);
    }

    private static TableConditionException Contradiction(CellCondition one, CellCondition other) =>
        one.Text.And(other.Text).Fault(
            "these contradict each other: in all rows of the training one of these columns says what the other is; leave one out");
}
