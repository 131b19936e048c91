using System.Globalization;
using System.Text;

namespace DualScale.Tables;

/// <summary>
/// Dates, times, or both. A value is in microseconds since the beginning of the year 2000, so a time of day counts from
/// midnight.
/// </summary>
public sealed record DateKind : NumberKind
{
    private const double MicrosecondsPerSecond = 1e6;
    private static readonly string[] Days =
    [
        "yyyy-MM-dd", "yyyy/MM/dd", "yyyy.MM.dd", "dd.MM.yyyy", "d.M.yyyy", "MM/dd/yyyy", "dd/MM/yyyy", "M/d/yyyy", "d/M/yyyy",
        "dd-MM-yyyy", "MM-dd-yyyy", "dd-MMM-yyyy", "d MMM yyyy", "MMM d, yyyy", "dd.MM.yy", "MM/dd/yy", "dd/MM/yy", "M/d/yy",
        "d/M/yy", "dd-MMM-yy", "d-MMM-yy", "d-MMM-yyyy", "ddMMMyyyy",
    ];

    private static readonly string[] Times =
    [
        "HH:mm", "H:mm", "HH:mm:ss", "H:mm:ss", "HH:mm:ss.f", "HH:mm:ss.ff", "HH:mm:ss.fff", "HH:mm:ss.ffff", "HH:mm:ss.fffff",
        "HH:mm:ss.ffffff", "HH:mm:ss.FFFFFF", "HH:mm:ss.fffffff", "HH:mm:ss.FFFFFFF", "hh:mm tt", "h:mm tt", "hh:mm:ss tt", "h:mm:ss tt",
    ];

    private const int LongestFormat = 64;
    private const int CompactLength = 8;
    private const int CompactFirst = 19000101;
    private const int CompactLast = 20991231;

    // What stands for no end in many files.
    private const int CompactNever = 99991231;

    private static readonly string[] Between = [" ", "'T'"];
    private static readonly string[] Zones = ["", "'Z'"];
    private static readonly DateTime Origin = new(2000, 1, 1);

    // The ends of the calendar in whole seconds, which doubles hold so far out; single microseconds they do not.
    private static readonly double First = MicrosecondsPerSecond * ((DateTime.MinValue - Origin).Ticks / TimeSpan.TicksPerSecond);
    private static readonly double Last = MicrosecondsPerSecond * ((DateTime.MaxValue - Origin).Ticks / TimeSpan.TicksPerSecond);

    private readonly DateLayout? _layout = DateLayout.Of(Days[0]);

    // The format without what stands there as it is.
    private readonly string _letters = Days[0];

    /// <summary>How they are written, in .NET's letters, such as <c>yyyy-MM-dd</c> or <c>HH:mm:ss.fff</c>.</summary>
    public string Format
    {
        get;
        init => (field, _letters, _layout, Offset) = (value, Unquoted(value), DateLayout.Of(value), OffsetOf(value));
    } = Days[0];

    /// <summary>How far the clock of the column is before that of UTC: what the format ends with, or nothing.</summary>
    internal TimeSpan Offset { get; private init; }

    internal override double Unit => MicrosecondsPerSecond * (Fractions is > 0 and var places ? Math.Pow(10, -places)
        : Has('s') ? 1 : Has('m') ? 60 : Has('H') || Has('h') ? 3600 : 86400);

    internal override string Becomes => $"a normal by its quantiles, {Tails}; rounded back";

    internal override bool KeepsSign => !HasDate;

    internal override string Wanted => $"a {(Has('y') || Has('d') ? "date" : "time")} like {Format}";

    // Of a format without days, whose dates are the first of a month or year.
    private int Months => !HasDate || _letters.AsSpan().ContainsAny("dHhms") ? 0 : Has('M') ? 1 : 12;

    private int Fractions => Math.Min(6, _letters.Count(letter => letter is 'f' or 'F'));

    // A time of day without a date stands on the first of January 2000.
    internal bool HasDate => Has('y') || Has('d') || Has('M');

    /// <summary>The moment that a value stands for.</summary>
    /// <param name="value">A value of a column of this kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside the years 1 to 9999.</exception>
    public static DateTime ToDateTime(double value) => Origin.AddTicks((long)value * TimeSpan.TicksPerMicrosecond);

    /// <summary>The value that stands for a moment.</summary>
    /// <param name="moment">The moment; what is finer than a microsecond is cut off.</param>
    public static double FromDateTime(DateTime moment) =>
        Math.Floor((moment - Origin).Ticks / (double)TimeSpan.TicksPerMicrosecond);

    /// <summary>
    /// The formats that dates may turn out to have. Where nothing tells day from month, the month comes first behind slashes.
    /// </summary>
    internal static IReadOnlyList<DateKind> Candidates { get; } =
    [
        .. from format in Days.SelectMany(day => MomentsOf(day).Prepend(day)).Concat(Times)
           select new DateKind { Format = format },
    ];

    /// <summary>
    /// Dates of eight digits, such as 20240131, where all cells are such of the years 1900 to 2099, as other numbers hardly ever
    /// are. Null where one is not.
    /// </summary>
    internal static DateKind? OfCompact(IReadOnlyList<byte[]> cells)
    {
        var kind = new DateKind { Format = "yyyyMMdd" };
        return cells.All(cell => cell.Length == CompactLength && int.TryParse(cell, out var digits)
            && digits is (>= CompactFirst and <= CompactLast) or CompactNever && kind.TryParse(cell, out _)) ? kind : null;
    }

    /// <summary>The format with the day before the month, where slashes part them; null where it has no such.</summary>
    internal DateKind? WithDayFirst() =>
        Format.StartsWith("MM/dd/", StringComparison.Ordinal) ? this with { Format = "dd/MM/" + Format["MM/dd/".Length..] }
        : Format.StartsWith("M/d/", StringComparison.Ordinal) ? this with { Format = "d/M/" + Format["M/d/".Length..] }
        : null;

    /// <summary>Those of moments that all end with the offset of one time zone, such as +01:00.</summary>
    internal static IEnumerable<DateKind> CandidatesWith(string offset) =>
        from format in Days.SelectMany(MomentsOf)
        where !format.EndsWith("'Z'", StringComparison.Ordinal)
        select new DateKind { Format = $"{format}'{offset}'" };

    internal override bool TryParse(ReadOnlySpan<byte> cell, out double value)
    {
        value = double.NaN;
        if (_layout?.TryParse(cell, out var moment) != true && !TryParseAny(cell, out moment))
            return false;
        if (!HasDate)
            moment = Origin + moment.TimeOfDay;
        var microseconds = (moment - Origin).Ticks / TimeSpan.TicksPerMicrosecond;
        value = microseconds;

        // A double holds whole microseconds from 1715 to 2285 and whole seconds at all times.
        return (long)value == microseconds;
    }

    internal override int Write(double value, Span<char> destination) =>
        ToDateTime(value).TryFormat(destination, out var length, Format, CultureInfo.InvariantCulture) ? length : 0;

    internal override double Nearest(double number)
    {
        var (low, high) = HasDate ? (First, Last) : (0, TimeSpan.MicrosecondsPerDay - 1);
        if (Months > 0)
            return NearestStart(ToDateTime(Math.Clamp(number, low, high)));
        return Math.Clamp(Math.Floor(Math.Clamp(number, low, high) / Unit + 0.5) * Unit, low, Math.Floor(high / Unit) * Unit);
    }

    private double NearestStart(DateTime moment)
    {
        var start = new DateTime(moment.Year, Months == 12 ? 1 : moment.Month, 1);
        var next = start.Year == DateTime.MaxValue.Year ? start : start.AddMonths(Months);
        return FromDateTime(moment - start <= next - moment ? start : next);
    }

    internal override void Validate(string place)
    {
        try
        {
            if (Format.Length > LongestFormat || Format.Any(char.IsControl))
                throw new FormatException();
            if (Has('z') || Has('K'))
            {
                throw new InvalidInputException(
                    $"{place}: '{CellText.Shorten(Format)}' reads a time zone, and a column has one: write it as it stands, between quotes, such as '+01:00'.");
            }

            var now = Origin.AddDays(40).ToString(Format, CultureInfo.InvariantCulture);
            if (TryParse(Encoding.UTF8.GetBytes(now), out _))
                return;
        }
        catch (FormatException)
        {
            // Told below.
        }

        throw new InvalidInputException(
            $"{place}: '{CellText.Shorten(Format)}' is no format of dates; write it in letters such as yyyy-MM-dd HH:mm:ss.");
    }

    private bool TryParseAny(ReadOnlySpan<byte> cell, out DateTime moment)
    {
        moment = default;
        Span<char> text = stackalloc char[64];
        return cell.Length <= text.Length && Encoding.UTF8.TryGetChars(cell, text, out var length) && DateTime.TryParseExact(
            text[..length], Format, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out moment);
    }

    private static IEnumerable<string> MomentsOf(string day) =>
        Times.SelectMany(time => Between.SelectMany(between => Zones.Select(zone => day + between + time + zone)));

    private static TimeSpan OffsetOf(string? format)
    {
        if (format is not [.., '\''] || format.LastIndexOf('\'', format.Length - 2) is not (>= 0 and var from))
            return TimeSpan.Zero;
        var text = format[(from + 1)..^1].Trim().Replace(":", "", StringComparison.Ordinal);
        if (text is not ['+' or '-', _, _, ..] || !int.TryParse(text.AsSpan(1), out var digits))
            return TimeSpan.Zero;
        var (hours, minutes) = text.Length > 3 ? (digits / 100, digits % 100) : (digits, 0);
        return (text[0] == '-' ? -1 : 1) * new TimeSpan(hours, minutes, 0);
    }

    /// <summary>What .NET reads and writes, but not as the moment that was meant; null for nothing.</summary>
    internal string? Mistake() =>
        Has('h') && !Has('t') ? "counts hours to 12 and does not say which half of the day; write HH, or tt behind it"
        : Has('y') && Has('d') && !Has('M') ? "has years and days but no months; write those as MM, as mm are minutes"
        : HasDate && Has('m') && !Has('H') && !Has('h') ? "has minutes without hours; write months as MM, or hours too" : null;

    private static string Unquoted(string? format)
    {
        var (letters, quote) = (new StringBuilder(), '\0');
        for (var at = 0; at < (format?.Length ?? 0); at++)
        {
            var letter = format![at];
            if (quote == '\0' && letter is not ('\'' or '"' or '\\'))
                letters.Append(letter);
            at += letter == '\\' ? 1 : 0;
            quote = letter is '\'' or '"' && quote == '\0' ? letter : letter == quote ? '\0' : quote;
        }

        return letters.ToString();
    }

    private bool Has(char letter) => _letters.Contains(letter);
}
