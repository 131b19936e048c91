namespace DualScale.Tables;

/// <summary>
/// Finds which columns follow from others (docs/tables.md): of two columns, one that is the same in all rows where the other is,
/// in so many of them that chance or a relation with exceptions would hardly do it. Blanks are no evidence and need not agree.
/// </summary>
internal sealed class DependencySearch
{
    private const int MostValues = 1_000;
    private const int FewestInBand = 4;
    private const int FewestOfBlank = 10;
    private const ushort Blank = MostValues;
    private const ushort Unseen = ushort.MaxValue;

    // So many rows without an exception leave room for one in 33 at most (the rule of three).
    private const int FewestRepeats = 100;

    // How much less likely than one all agreements are to come about between columns that do not go together: 25 nats are one in
    // 10¹¹, and a hundred columns have 10⁴ pairs.
    private const double LeastEvidence = 25;

    // Values of one row each confirm nothing.
    private const double MostSingles = 0.1;

    private readonly TableColumn[] _columns;
    private readonly (int Place, ushort[] Codes, double[] Cells)[] _coded;

    private DependencySearch(IEnumerable<TableColumn> columns)
    {
        _columns = [.. columns];
        _coded = [.. _columns.Select((column, place) => (place, column)).Where(pair => Learns(pair.column))
            .Select(pair => Code(pair.place, pair.column)).OfType<(int Place, ushort[], double[] Cells)>()
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

    // The values, as they are decoded, in the order in which they appear; nothing where they are too many.
    private static (int, ushort[], double[])? Code(int place, TableColumn column)
    {
        var (known, codes) = (new Dictionary<double, ushort>(), new ushort[column.Rows]);
        for (var row = 0; row < codes.Length; row++)
        {
            var cell = column.Schema.Kind is NumberKind kind ? kind.Nearest(column.Cell(row)) : column.Cell(row);
            if (double.IsNaN(cell))
                codes[row] = Blank;
            else if (!known.TryGetValue(cell, out codes[row]))
            {
                if (known.Count == MostValues)
                    return null;
                known[cell] = codes[row] = (ushort)known.Count;
            }
        }

        return (place, codes, [.. known.Keys]);
    }

    // By texts rather than numbers, of these by the column of fewest values, which stands nearest before.
    private ColumnDependency? Determine(int dependent) => Enumerable.Range(0, dependent).Reverse()
        .OrderBy(place => _columns[_coded[place].Place] is NumberColumn)
        .Select(determinant => Of(determinant, dependent)).FirstOrDefault(found => found is not null);

    private ColumnDependency? Of(int determinant, int dependent)
    {
        var (one, other) = (_coded[determinant], _coded[dependent]);
        if (Follows(one.Codes, other.Codes) is not var (says, counts, blanksVary) || !IsSure(says, counts) ||
            (_columns[one.Place] is NumberColumn && !AreBands(one.Cells, says)))
        {
            return null;
        }

        var values = new Dictionary<double, double>();
        for (var code = 0; code <= MostValues; code++)
        {
            if (says[code] != Unseen)
                values[code == Blank ? double.NaN : one.Cells[code]] = says[code] == Blank ? double.NaN : other.Cells[says[code]];
        }

        return new ColumnDependency(one.Place, other.Place, values, blanksVary);
    }

    // What each code says, in how many rows, and whether blanks stand there whatever it is; null where rows contradict another.
    private static (ushort[] Says, int[] Counts, bool BlanksVary)? Follows(ushort[] ones, ushort[] others)
    {
        var (says, counts, blanks) = (new ushort[MostValues + 1], new int[MostValues + 1], new int[MostValues + 1]);
        Array.Fill(says, Unseen);
        var blankVaries = false;
        for (var row = 0; row < ones.Length; row++)
        {
            var (one, other) = (ones[row], others[row]);
            if (other == Blank)
                blanks[one]++;
            else if (says[one] == Unseen || says[one] == other)
                (says[one], counts[one]) = (other, counts[one] + 1);
            else if (one == Blank)
                blankVaries = true;
            else
                return null;
        }

        var blanksVary = Enumerable.Range(0, MostValues).Any(code => counts[code] > 0 && blanks[code] > 0);
        for (var code = 0; code <= MostValues; code++)
        {
            if (counts[code] == 0 && blanks[code] > 0 && !blanksVary)
                (says[code], counts[code]) = (Blank, blanks[code]);
        }

        if (blankVaries || (says[Blank] != Blank && (counts[Blank] < FewestOfBlank || blanks[Blank] > 0)))
            says[Blank] = Unseen;
        counts[Blank] = 0;
        return (says, counts, blanksVary);
    }

    // Agreements count by how rare they are, but those of the most frequent value: rows that have nothing to say agree in it.
    private static bool IsSure(ushort[] says, int[] counts)
    {
        var (total, most, of) = (counts.Sum(), Array.IndexOf(counts, counts.Max()), new int[MostValues + 1]);
        int[] seen = [.. Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0)];
        foreach (var code in seen)
            of[says[code]] += counts[code];
        int[] rest = [.. seen.Where(code => code != most)];
        return total - seen.Length >= FewestRepeats &&
            rest.Sum(code => -(counts[code] - 1) * Math.Log((double)of[says[code]] / total)) >= LeastEvidence &&
            rest.Count(code => counts[code] == 1) <= MostSingles * rest.Sum(code => counts[code]);
    }

    // Of more than a few numbers it is an interval that says something, as of ages who is grown: their last digits a network
    // draws at random.
    private static bool AreBands(double[] numbers, ushort[] says)
    {
        ushort[] bands = [.. numbers.Index().OrderBy(number => number.Item).Select(number => says[number.Index])
            .Where(code => code != Unseen)];
        var count = bands.Distinct().Count();
        return 1 + bands.Zip(bands.Skip(1)).Count(pair => pair.First != pair.Second) == count &&
            (bands.Length <= ColumnDependencies.Few || count <= bands.Length / FewestInBand);
    }
}
