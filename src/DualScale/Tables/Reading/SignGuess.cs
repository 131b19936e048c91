using System.Globalization;
using System.Text;

namespace DualScale.Tables;

/// <summary>
/// Tells numbers that have one sign in all cells, such as $5.00 or 78 %, from texts with digits in them, such as A1, Room 12 or
/// 21st.
/// </summary>
internal static class SignGuess
{
    private const int MostLetters = 4;
    private const string UnitSigns = "%‰°²³/·";

    private static readonly string[] Words = ["kr", "kr.", "zł", "Fr.", "Rs", "Rs."];

    // Of ordinals and decades, which are no numbers.
    private static readonly string[] Endings = ["st", "nd", "rd", "th", "s", "e", "er", "º", "ª", "."];

    // ISO 4217.
    private static readonly HashSet<string> Codes = [..
        ("AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC " +
        "CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK " +
        "JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR " +
        "MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP " +
        "STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW").Split(' ')];

    /// <summary>How the numbers of a column with signs are written; null where one of the cells is not such a number.</summary>
    /// <param name="cells">The cells in UTF-8, at least one.</param>
    /// <param name="delimiter">What stands between cells.</param>
    public static NumberFormat? Of(IReadOnlyList<byte[]> cells, char delimiter)
    {
        if (Around(Encoding.UTF8.GetString(cells[0])) is not var (prefix, suffix) || prefix.Length + suffix.Length == 0)
            return null;
        var before = NumberFormat.Candidates(delimiter).Select(format => format with { Prefix = prefix, Suffix = suffix });
        return before.Concat(before.Select(format => format with { MinusBehindPrefix = prefix.Length > 0 }))
            .FirstOrDefault(format => cells.All(cell => format.TryParse(cell, out _, out _)));
    }

    private static (string Prefix, string Suffix)? Around(string cell)
    {
        var (first, last) = (cell.AsSpan().IndexOfAnyInRange('0', '9'), cell.AsSpan().LastIndexOfAnyInRange('0', '9'));
        if (first < 0 || !IsSuffix(cell[(last + 1)..]))
            return null;

        // A point or comma may be the number's own, as in $.50.
        var prefix = WithoutMinus(cell[..first]);
        if (!IsPrefix(prefix))
            prefix = WithoutMinus(cell[..first].TrimEnd('.', ','));
        return IsPrefix(prefix) ? (prefix, cell[(last + 1)..]) : null;
    }

    private static string WithoutMinus(string text) => text switch
    {
        ['-' or '+', .. var rest] => rest,
        [.. var rest, '-' or '+'] => rest,
        _ => text,
    };

    // Letters alone are a name, as in Room 12, unless they are a currency's.
    private static bool IsPrefix(string text)
    {
        var sign = text.TrimEnd();
        return text.Length == 0 || (text.Length <= NumberSigns.Longest &&
            (sign == "%" || IsCurrency(sign) || (sign.Length < text.Length && Codes.Contains(sign))));
    }

    private static bool IsSuffix(string text)
    {
        var sign = text.TrimStart();
        return text.Length == 0 ||
            (text.Length <= NumberSigns.Longest && !Endings.Contains(text) && (IsCurrency(sign) || IsUnit(sign)));
    }

    private static bool IsCurrency(string sign) => Words.Contains(sign) || (sign.Length is > 0 and <= MostLetters &&
        char.GetUnicodeCategory(sign[^1]) == UnicodeCategory.CurrencySymbol && sign[..^1].All(char.IsLetter));

    private static bool IsUnit(string sign) =>
        sign.All(letter => char.IsLetter(letter) || UnitSigns.Contains(letter)) && sign.Count(char.IsLetter) <= MostLetters &&
        sign.Any(letter => char.IsLetter(letter) || letter is '%' or '‰' or '°');
}
