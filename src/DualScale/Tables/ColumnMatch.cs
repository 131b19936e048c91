namespace DualScale.Tables;

/// <summary>Brings the columns of one table into the order of another.</summary>
public static class ColumnMatch
{
    /// <summary>
    /// Matches by name, whatever the order. Where the names differ and one side has only the names that tables without a header
    /// get (<see cref="PointSet.DefaultNames"/>), columns match by position.
    /// </summary>
    /// <param name="points">The table to arrange.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="like">The table whose columns count.</param>
    /// <param name="likeName">What messages call that one.</param>
    /// <returns>The points with the columns, and their names, of the other table.</returns>
    /// <exception cref="InvalidInputException">A name is missing on either side, or the numbers differ; the message names
    /// them.</exception>
    public static PointSet Arrange(PointSet points, string name, PointSet like, string likeName)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(like);
        string[] missing = [.. like.ColumnNames.Except(points.ColumnNames)];
        string[] extra = [.. points.ColumnNames.Except(like.ColumnNames)];
        if (missing.Length == 0 && extra.Length == 0)
            return Pick(points, like.ColumnNames);
        if (!HasDefaultNames(points) && !HasDefaultNames(like))
        {
            string[] parts = [.. Absent(name, missing), .. Absent(likeName, extra)];
            throw new InvalidInputException($"{string.Join(", and ", parts)}; give both tables the same columns.");
        }

        if (points.Columns != like.Columns)
        {
            throw new InvalidInputException(
                $"{likeName} has {like.Columns} columns and {name} has {points.Columns}; give both tables the same columns.");
        }

        return new PointSet(points.Values.ToArray(), like.ColumnNames);
    }

    private static IEnumerable<string> Absent(string table, string[] names) =>
        names.Length == 0 ? [] : [$"{table} has no column {string.Join(", ", names.Select(name => $"'{name}'"))}"];

    private static bool HasDefaultNames(PointSet points) =>
        points.ColumnNames.SequenceEqual(PointSet.DefaultNames(points.Columns));

    private static PointSet Pick(PointSet points, IReadOnlyList<string> names)
    {
        if (points.ColumnNames.SequenceEqual(names))
            return points;
        int[] from = [.. names.Select(name => points.ColumnNames.Index().First(column => column.Item == name).Index)];
        var values = new float[points.Count * from.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = points[i / from.Length][from[i % from.Length]];
        return new PointSet(values, names);
    }
}
