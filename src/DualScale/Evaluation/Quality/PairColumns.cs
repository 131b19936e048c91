namespace DualScale.Evaluation.Quality;

/// <summary>The columns of some rows as associations want them: numbers as ranks, texts as at most 31 codes.</summary>
internal sealed class PairColumns
{
    private readonly double[]?[] _ranks;
    private readonly int[]?[] _codes;

    /// <summary>Prepares rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">Their columns.</param>
    /// <param name="pool">The rows whose most frequent levels count.</param>
    public PairColumns(RowSet rows, IReadOnlyList<ComparedColumn> columns, RowSet pool)
    {
        All = [.. Enumerable.Range(0, rows.Count)];
        _ranks = [.. columns.Select((column, i) => column.IsNumber ? Ranks.Of(rows.Numbers(i)) : null)];
        _codes = [.. columns.Select((column, i) => column.Levels is { } levels
            ? Reduce(rows.Codes(i), pool.Codes(i), levels.Count) : null)];
    }

    /// <summary>All rows.</summary>
    public int[] All { get; }

    /// <summary>What an association of two columns is called.</summary>
    public string Name(int first, int second) => (_ranks[first], _ranks[second]) switch
    {
        (not null, not null) => Association.Correlation,
        (null, null) => Association.Contingency,
        _ => Association.Ratio,
    };

    /// <summary>How two columns go together in some rows.</summary>
    public double Of(int first, int second, ReadOnlySpan<int> rows) => (_ranks[first], _ranks[second]) switch
    {
        ({ } x, { } y) => Association.OfNumbers(x, y, rows),
        (null, null) => Association.OfLevels(_codes[first]!, _codes[second]!, rows),
        ({ } x, null) => Association.OfNumberAndLevels(x, _codes[second]!, rows),
        (null, { } y) => Association.OfNumberAndLevels(y, _codes[first]!, rows),
    };

    private static int[] Reduce(int[] codes, int[] pool, int levels)
    {
        var counts = LevelDistance.Counts(pool, levels);
        var places = new int[levels];
        Array.Fill(places, Association.MostLevels);
        foreach (var (place, level) in Enumerable.Range(0, levels).OrderByDescending(level => counts[level])
            .Take(Association.MostLevels).Index())
            places[level] = place;
        return Array.ConvertAll(codes, code => places[code]);
    }
}
