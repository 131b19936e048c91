namespace DualScale.Evaluation.Quality;

/// <summary>The columns of some rows as associations want them: numbers as ranks, texts as at most 31 codes.</summary>
internal sealed class PairColumns
{
    private readonly double[]?[] _ranks;
    private readonly int[]?[] _codes;

    private PairColumns(RowSet rows, IReadOnlyList<ComparedColumn> columns, int[]?[] places)
    {
        _ranks = [.. columns.Select((column, i) => column.IsNumber ? Ranks.Of(rows.Numbers(i)) : null)];
        _codes = [.. places.Select((place, i) => place is null ? null : Array.ConvertAll(rows.Codes(i), code => place[code]))];
    }

    /// <summary>
    /// Prepares two sets of rows to be compared, alike: each is ranked by itself, and the levels that count are the most frequent
    /// ones of both, each set weighing as much.
    /// </summary>
    public static (PairColumns One, PairColumns Other) Of(RowSet one, RowSet other, IReadOnlyList<ComparedColumn> columns)
    {
        int[]?[] places = [.. columns.Select((column, i) => column.Levels is { } levels
            ? Places(one.Codes(i), other.Codes(i), levels.Count) : null)];
        return (new PairColumns(one, columns, places), new PairColumns(other, columns, places));
    }

    /// <summary>What an association of two columns is called.</summary>
    public string Name(int first, int second) => (_ranks[first], _ranks[second]) switch
    {
        (not null, not null) => Association.Correlation,
        (null, null) => Association.Contingency,
        _ => Association.Ratio,
    };

    /// <summary>How two columns go together.</summary>
    public double Of(int first, int second) => (_ranks[first], _ranks[second]) switch
    {
        ({ } x, { } y) => Association.OfNumbers(x, y),
        (null, null) => Association.OfLevels(_codes[first]!, _codes[second]!),
        ({ } x, null) => Association.OfNumberAndLevels(x, _codes[second]!),
        (null, { } y) => Association.OfNumberAndLevels(y, _codes[first]!),
    };

    private static int[] Places(int[] ones, int[] others, int levels)
    {
        var (counts, ofOthers) = (LevelDistance.Counts(ones, levels), LevelDistance.Counts(others, levels));
        var places = new int[levels];
        Array.Fill(places, Association.MostLevels);
        foreach (var (place, level) in Enumerable.Range(0, levels)
            .OrderByDescending(level => (double)counts[level] / ones.Length + (double)ofOthers[level] / others.Length)
            .Take(Association.MostLevels).Index())
            places[level] = place;
        return places;
    }
}
