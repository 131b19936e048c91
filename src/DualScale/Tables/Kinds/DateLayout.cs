using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace DualScale.Tables;

/// <summary>
/// A format whose parts each have their place, such as yyyy-MM-dd HH:mm:ss: such dates are read digit by digit, several times as
/// fast as any format is.
/// </summary>
internal sealed partial class DateLayout
{
    private const int FractionDigits = 6;

    private static readonly ConcurrentDictionary<string, DateLayout?> Known = new(StringComparer.Ordinal);

    // A letter for each digit, and what stands between.
    private readonly string _places;
    private readonly int _fractionUnit;

    private DateLayout(string places) =>
        (_places, _fractionUnit) = (places, (int)Math.Pow(10, FractionDigits - places.Count(letter => letter == 'f')));

    /// <summary>The layout of a format, the same object each time; null where it has none.</summary>
    public static DateLayout? Of(string? format) => format is null ? null : Known.GetOrAdd(format, Create);

    /// <summary>Reads a date; false where it is none, or one that only the general way reads.</summary>
    /// <param name="cell">The cell in UTF-8.</param>
    /// <param name="moment">The date and time; of a time alone, on the first day of the calendar.</param>
    public bool TryParse(ReadOnlySpan<byte> cell, out DateTime moment)
    {
        moment = default;
        if (cell.Length != _places.Length)
            return false;
        var hasDate = false;
        var (year, month, day, hour, minute, second, fraction) = (0, 0, 0, 0, 0, 0, 0);
        for (var at = 0; at < cell.Length; at++)
        {
            var digit = cell[at] - '0';
            if (!char.IsAsciiLetter(_places[at]) || _places[at] is 'T' or 'Z')
            {
                if (cell[at] != _places[at])
                    return false;
                continue;
            }

            if ((uint)digit > 9)
                return false;
            switch (_places[at])
            {
                case 'y':
                    (year, hasDate) = (10 * year + digit, true);
                    break;
                case 'M':
                    month = 10 * month + digit;
                    break;
                case 'd':
                    day = 10 * day + digit;
                    break;
                case 'H':
                    hour = 10 * hour + digit;
                    break;
                case 'm':
                    minute = 10 * minute + digit;
                    break;
                case 's':
                    second = 10 * second + digit;
                    break;
                default:
                    fraction = 10 * fraction + digit;
                    break;
            }
        }

        if (!hasDate)
            (year, month, day) = (1, 1, 1);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 ||
            second > 59)
            return false;
        moment = new DateTime(year, month, day, hour, minute, second)
            .AddTicks((long)fraction * _fractionUnit * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    // Each part once, and the day whole or not at all.
    private static DateLayout? Create(string format)
    {
        string[] parts = [.. Parts().Match(format).Groups["part"].Captures.Select(part => part.Value)];
        return format.Length > 1 && parts.Length > 0 && parts.DistinctBy(part => part[0]).Count() == parts.Length &&
            parts.Count(part => part is "yyyy" or "MM" or "dd") is 0 or 3
            ? new DateLayout(format.Replace("'", "", StringComparison.Ordinal)) : null;
    }

    [GeneratedRegex("^(?:(?<part>yyyy|MM|dd|HH|mm|ss|f{1,6})|[-/.: ]|'[TZ]')+$")]
    private static partial Regex Parts();
}
