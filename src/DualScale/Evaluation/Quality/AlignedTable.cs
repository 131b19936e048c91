using DualScale.Tables;

namespace DualScale.Evaluation.Quality;

/// <summary>
/// A table seen through the columns of the real one: by name, texts in the codes that all tables share. Cells are looked up where
/// they are, so nothing is copied.
/// </summary>
internal sealed class AlignedTable
{
    private readonly TableColumn[] _columns;
    private readonly int[]?[] _codes;

    private AlignedTable(TableColumn[] columns, int[]?[] codes, int rows) => (_columns, _codes, Rows) = (columns, codes, rows);

    public int Rows { get; }

    /// <summary>The cells in columns whose texts the real table has not; blanks are not counted.</summary>
    public int[] Unseen { get; private init; } = [];

    /// <summary>Aligns tables with the first one of them.</summary>
    /// <param name="tables">The tables and what messages call them.</param>
    /// <returns>The columns that are compared, the tables, and the names of columns that are not compared.</returns>
    /// <exception cref="InvalidInputException">A column is missing somewhere, or of another kind.</exception>
    public static (ComparedColumn[] Columns, AlignedTable[] Tables, string[] LeftOut) Align(
        IReadOnlyList<(Table Table, string Name)> tables)
    {
        var real = tables[0].Table;
        foreach (var (table, name) in tables.Skip(1))
            Require(table, name, real);
        TableColumn[] kept = [.. real.Columns.Where(column => column.Schema.Kind is not IdentifierKind)];
        if (kept.Length == 0)
            throw new InvalidInputException("All columns of the real table are identifiers; there is nothing to compare.");
        var columns = new ComparedColumn[kept.Length];
        var found = tables.Select(entry => kept.Select(column => entry.Table[column.Name]).ToArray()).ToArray();
        var codes = tables.Select(_ => new int[]?[kept.Length]).ToArray();
        var unseen = tables.Select(_ => new int[kept.Length]).ToArray();
        for (var place = 0; place < kept.Length; place++)
        {
            var kind = kept[place].Schema.Kind;
            if (kind is NumberKind)
            {
                columns[place] = new ComparedColumn(kept[place].Name, kind.KindName, null);
                continue;
            }

            var levels = new LevelMap(kind);
            for (var t = 0; t < tables.Count; t++)
            {
                var known = t == 0 ? int.MaxValue : levels.Known;
                codes[t][place] = levels.Add(found[t][place]);
                if (t == 0)
                    levels.Close();
                unseen[t][place] = Count(found[t][place], codes[t][place]!, known);
            }

            var hasBlank = found.Any(table => table[place].Blanks > 0);
            columns[place] = new ComparedColumn(
                kept[place].Name, kind.KindName, hasBlank ? [.. levels.Texts, ComparedColumn.Blank] : levels.Texts, hasBlank);
        }

        var aligned = tables.Select((entry, t) => new AlignedTable(found[t], codes[t], entry.Table.Rows) { Unseen = unseen[t] });
        return (columns, [.. aligned], [.. real.Columns.Except(kept).Select(column => column.Name)]);
    }

    /// <summary>A number, NaN for a blank.</summary>
    public double Number(int column, int row) => ((NumberColumn)_columns[column]).Values[row];

    /// <summary>A code, -1 for a blank.</summary>
    public int Code(int column, int row) => _columns[column] is CodeColumn codes
        ? codes.Codes[row] is >= 0 and var code ? _codes[column]![code] : CodeColumn.BlankCode
        : _columns[column].IsBlank(row) ? CodeColumn.BlankCode : _codes[column]![row];

    /// <summary>Whether a column has two values, blanks aside.</summary>
    public bool Varies(int column) => _columns[column] is NumberColumn && _codes[column] is null
        ? Enumerable.Range(0, Rows).Select(row => Number(column, row)).Where(value => !double.IsNaN(value)).Distinct()
            .Skip(1).Any()
        : Enumerable.Range(0, Rows).Select(row => Code(column, row)).Where(code => code >= 0).Distinct().Skip(1).Any();

    // Identifiers are not compared, so it does not matter who has them.
    private static void Require(Table table, string name, Table real)
    {
        var compared = real.Columns.Where(column => column.Schema.Kind is not IdentifierKind).ToArray();
        if (compared.FirstOrDefault(column => table.Schema.IndexOf(column.Name) < 0) is { } missing)
        {
            throw new InvalidInputException(
                $"{name} has no column '{CellText.Shorten(missing.Name)}', which the real table has; give both the same columns.");
        }

        if (table.Columns.FirstOrDefault(column => column.Schema.Kind is not IdentifierKind
            && real.Schema.IndexOf(column.Name) < 0) is { } extra)
        {
            throw new InvalidInputException(
                $"{name} has a column '{CellText.Shorten(extra.Name)}', which the real table has not; leave it out.");
        }

        if (compared.FirstOrDefault(column => column is NumberColumn && IsOther(table[column.Name], column)) is { } texts)
        {
            throw new InvalidInputException(
                $"Column '{CellText.Shorten(texts.Name)}' of {char.ToLowerInvariant(name[0])}{name[1..]} is {table[texts.Name].Schema.Kind.KindName} and that of the real table {texts.Schema.Kind.KindName}; read it with the real table's schema.");
        }
    }

    // A date is a number too, of microseconds.
    private static bool IsOther(TableColumn column, TableColumn real) =>
        column is not NumberColumn || (column.Schema.Kind is DateKind) != (real.Schema.Kind is DateKind);

    private static int Count(TableColumn column, int[] codes, int known)
    {
        var unseen = 0;
        for (var row = 0; row < column.Rows; row++)
        {
            var code = column is CodeColumn texts ? texts.Codes[row] is >= 0 and var own ? codes[own] : -1 : codes[row];
            unseen += code >= known ? 1 : 0;
        }

        return unseen;
    }
}
