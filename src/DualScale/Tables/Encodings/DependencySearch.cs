namespace DualScale.Tables;

/// <summary>
/// Finds which columns follow from others (docs/tables.md): of a column with the same values or more, one that is the same in
/// all rows where the other is, in so many of them that chance would hardly do it.
/// </summary>
internal sealed class DependencySearch
{
    private const int MostValues = 1_000;
    private const ushort Unseen = ushort.MaxValue;

    // How much less likely than one all agreements are to come about between columns that do not go together: 25 nats are one in
    // 10¹¹, and a hundred columns have 10⁴ pairs.
    private const double LeastEvidence = 25;

    private readonly TableColumn[] _columns;
    private readonly (int Place, ushort[] Codes, double[] Cells, int[] Counts)[] _coded;

    private DependencySearch(IEnumerable<TableColumn> columns)
    {
        _columns = [.. columns];
        _coded = [.. _columns.Select((column, place) => (place, column)).Where(pair => Learns(pair.column))
            .Select(pair => Code(pair.place, pair.column)).OfType<(int Place, ushort[], double[] Cells, int[])>()
            .OrderByDescending(coded => coded.Cells.Length).ThenBy(coded => _columns[coded.Place] is NumberColumn)];
    }

    /// <summary>The dependencies of columns, at most one for each, a determinant's own before those of which it is one.</summary>
    /// <param name="columns">The columns of a table.</param>
    public static IReadOnlyList<ColumnDependency> Find(IEnumerable<TableColumn> columns)
    {
        var search = new DependencySearch(columns);
        return [.. Enumerable.Range(0, search._coded.Length).Select(search.Determine).OfType<ColumnDependency>()];
    }

    private static bool Learns(TableColumn column) => column.Schema.Kind is not (IdentifierKind or ConstantKind);

    // The values in the order in which they appear; nothing where they are too many.
    private static (int, ushort[], double[], int[])? Code(int place, TableColumn column)
    {
        var (known, codes) = (new Dictionary<double, ushort>(), new ushort[column.Rows]);
        var counts = new List<int>();
        for (var row = 0; row < codes.Length; row++)
        {
            var cell = column.Cell(row);
            if (!known.TryGetValue(cell, out codes[row]))
            {
                if (counts.Count == MostValues)
                    return null;
                known[cell] = codes[row] = (ushort)counts.Count;
                counts.Add(0);
            }

            counts[codes[row]]++;
        }

        return (place, codes, [.. known.Keys], [.. counts]);
    }

    // By the determinant of fewest values, which stands nearest before the column.
    private ColumnDependency? Determine(int dependent)
    {
        for (var determinant = dependent - 1; determinant >= 0; determinant--)
        {
            var (one, other) = (_coded[determinant], _coded[dependent]);
            if (Follows(one.Codes, one.Cells.Length, other.Codes) is { } follows && Evidence(follows) >= LeastEvidence)
            {
                return new ColumnDependency(one.Place, other.Place, one.Cells.Index().ToDictionary(
                    cell => cell.Item, cell => other.Cells[follows[cell.Index]]));
            }

            // Agreements count by how rare they are.
            double Evidence(ushort[] follows) => follows.Select((code, value) =>
                -(one.Counts[value] - 1) * Math.Log((double)other.Counts[code] / other.Codes.Length)).Sum();
        }

        return null;
    }

    private static ushort[]? Follows(ushort[] ones, int values, ushort[] others)
    {
        var follows = new ushort[values];
        Array.Fill(follows, Unseen);
        for (var row = 0; row < ones.Length; row++)
        {
            ref var wanted = ref follows[ones[row]];
            if (wanted == Unseen)
                wanted = others[row];
            else if (wanted != others[row])
                return null;
        }

        return follows;
    }
}
