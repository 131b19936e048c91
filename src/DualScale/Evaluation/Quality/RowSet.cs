namespace DualScale.Evaluation.Quality;

/// <summary>Rows that were drawn from a table, column by column.</summary>
internal sealed class RowSet
{
    private readonly double[]?[] _numbers;
    private readonly int[]?[] _codes;

    private RowSet(double[]?[] numbers, int[]?[] codes, int count) => (_numbers, _codes, Count) = (numbers, codes, count);

    public int Count { get; }

    /// <summary>The numbers of a column of numbers, NaN for a blank.</summary>
    public double[] Numbers(int column) => _numbers[column]!;

    /// <summary>The codes of a column of texts, the last level for a blank.</summary>
    public int[] Codes(int column) => _codes[column]!;

    /// <summary>Some rows of a table.</summary>
    public static RowSet Take(AlignedTable table, IReadOnlyList<ComparedColumn> columns, ReadOnlySpan<int> rows)
    {
        var (numbers, codes) = (new double[]?[columns.Count], new int[]?[columns.Count]);
        for (var column = 0; column < columns.Count; column++)
        {
            if (columns[column].Levels is not { } levels)
            {
                var values = numbers[column] = new double[rows.Length];
                for (var i = 0; i < values.Length; i++)
                    values[i] = table.Number(column, rows[i]);
                continue;
            }

            var places = codes[column] = new int[rows.Length];
            for (var i = 0; i < places.Length; i++)
                places[i] = table.Code(column, rows[i]) is >= 0 and var code ? code : levels.Count - 1;
        }

        return new RowSet(numbers, codes, rows.Length);
    }

    /// <summary>The rows from one up to another.</summary>
    public RowSet Slice(int first, int count) => new(
        [.. _numbers.Select(values => values?[first..(first + count)])],
        [.. _codes.Select(codes => codes?[first..(first + count)])], count);

    /// <summary>Those of the rows that are marked so.</summary>
    public RowSet Where(bool[] marks, bool mark)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => marks[row] == mark)];
        return new RowSet(
            [.. _numbers.Select(values => values is null ? null : Array.ConvertAll(rows, row => values[row]))],
            [.. _codes.Select(codes => codes is null ? null : Array.ConvertAll(rows, row => codes[row]))], rows.Length);
    }

    /// <summary>These rows and behind them others.</summary>
    public RowSet Append(RowSet others) => new(
        [.. _numbers.Zip(others._numbers, (own, other) => own is null ? null : (double[])[.. own, .. other!])],
        [.. _codes.Zip(others._codes, (own, other) => own is null ? null : (int[])[.. own, .. other!])],
        Count + others.Count);
}
