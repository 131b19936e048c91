namespace DualScale.Tables;

/// <summary>
/// Tells thousands separators from decimal signs where each cell alone may be either: 950, 1.234 and 12.500 are whole numbers, 1,
/// 1.333 and 1.667 are not.
/// </summary>
internal static class GroupGuess
{
    private const int Places = 3;
    private const int FewestOfEach = 2;
    private const double Thousand = 1000;

    /// <summary>
    /// The format with its decimal sign for thousands: where all numbers with one have three places and something before them,
    /// and the whole ones lie below a thousand, most of them beyond what stands before any sign, as those of a scale with places
    /// would not.
    /// </summary>
    /// <param name="format">A format that all cells have.</param>
    /// <param name="cells">The cells in UTF-8.</param>
    public static NumberFormat Of(NumberFormat format, IReadOnlyList<byte[]> cells)
    {
        if (format.Thousands.Length > 0)
            return format;
        var (wholes, heads) = (new HashSet<double>(), new HashSet<double>());
        var most = 0.0;
        foreach (var cell in cells)
        {
            if (!format.TryParse(cell, out var value, out var places) || places is not (0 or Places))
                return format;
            var size = Math.Abs(value);
            if (places == 0 && size is > 0 and < Thousand)
                wholes.Add(size);
            else if (places == Places && size is >= 1 and < Thousand)
                (_, most) = (heads.Add(size), Math.Max(most, Math.Floor(size)));
            else if (size > 0)
                return format;
        }

        var grouped = format with
        {
            DecimalSign = format.DecimalSign == '.' ? ',' : '.',
            Thousands = format.DecimalSign.ToString(),
        };
        return wholes.Count >= FewestOfEach && heads.Count >= FewestOfEach
            && 2 * wholes.Count(whole => whole > most) >= wholes.Count
            && cells.All(cell => grouped.TryParse(cell, out _, out _)) ? grouped : format;
    }
}
