namespace DualScale.Tables;

/// <summary>Which columns of a table are read, or have their blanks filled.</summary>
/// <param name="Columns">Those to keep; all where null, the default. Their order is the table's.</param>
/// <param name="Drop">Those to leave out; none where null, the default.</param>
public sealed record ColumnSelection(IReadOnlyList<string>? Columns = null, IReadOnlyList<string>? Drop = null)
{
    /// <summary>Whether a column is kept.</summary>
    internal bool Keeps(string name) => Columns?.Contains(name) != false && Drop?.Contains(name) != true;

    /// <summary>Whether all columns are kept.</summary>
    internal bool KeepsAll => Columns is null && Drop is not { Count: > 0 };

    internal void Require(IReadOnlyList<string> names, string source)
    {
        if ((Columns ?? []).Concat(Drop ?? []).FirstOrDefault(name => !names.Contains(name)) is { } missing)
        {
            throw new InvalidInputException(
                $"{source} has no column '{CellText.Shorten(missing)}'. {NameSuggestion.Hint(missing, [.. names])}");
        }

        if (!names.Any(Keeps))
            throw new InvalidInputException($"{source}: no column is left; keep at least one.");
    }
}
