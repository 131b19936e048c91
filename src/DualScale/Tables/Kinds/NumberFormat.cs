using System.Globalization;
using System.Text;

namespace DualScale.Tables;

/// <summary>How the numbers of a column are written.</summary>
public sealed record NumberFormat
{
    /// <summary>The most decimal places.</summary>
    public const int MostPlaces = 17;

    /// <summary>The largest whole number, 2⁵³ - 1, that no other is rounded to.</summary>
    internal const double MaxWhole = 9007199254740991;

    /// <summary>The largest number that is read.</summary>
    internal const double MaxNumber = 1e100;

    /// <summary>The places from which on rounding to a place is finer than the numbers themselves.</summary>
    private const int RoundedPlaces = 15;

    private const int LongestText = 64;

    // What groups of digits are parted by beside comma and point: spaces, two of which do not break a line, and apostrophes.
    private static readonly string[] Gaps = [" ", "\u00a0", "\u202f", "'", "\u2019"];

    private static readonly Dictionary<string, byte[]> Separators =
        new[] { "", ",", "." }.Concat(Gaps).ToDictionary(separator => separator, Encoding.UTF8.GetBytes);

    private static readonly double[] Tens = [.. Enumerable.Range(0, 23).Select(i => Math.Pow(10, i))];

    private readonly NumberSigns? _signs;

    // The same object for the same separator, so that equal formats are equal.
    private readonly byte[] _separator = Separators[""];

    /// <summary>What stands before the decimal places: a point, the default, or a comma.</summary>
    public char DecimalSign { get; init; } = '.';

    /// <summary>
    /// What stands between groups of three digits: one of comma, point, space (also U+00A0 and U+202F), apostrophe (also U+2019);
    /// nothing by default.
    /// </summary>
    public string Thousands
    {
        get;
        init => (field, _separator) = (value, Separators.GetValueOrDefault(value, Separators[""]));
    } = "";

    /// <summary>Decimal places that are always written, zeros too; 0 to <see cref="MostPlaces"/>. Default 0.</summary>
    public int MinPlaces { get; init; }

    /// <summary>Decimal places to which a number is rounded; <see cref="MinPlaces"/> to <see cref="MostPlaces"/>. Default 0.</summary>
    public int MaxPlaces { get; init; }

    /// <summary>
    /// Whether numbers are written in as many digits as tell them from any other, with an exponent where it is shorter. Default
    /// false.
    /// </summary>
    public bool Scientific { get; init; }

    /// <summary>
    /// What stands before every number, such as <c>$</c>, with the spaces between: at most 8 characters, no digit, plus or minus.
    /// Nothing by default.
    /// </summary>
    public string Prefix
    {
        get => _signs?.Prefix ?? "";
        init => _signs = NumberSigns.Of(value, Suffix, MinusBehindPrefix);
    }

    /// <summary>What stands behind every number, such as <c> %</c> or <c> kg</c>; as <see cref="Prefix"/>.</summary>
    public string Suffix
    {
        get => _signs?.Suffix ?? "";
        init => _signs = NumberSigns.Of(Prefix, value, MinusBehindPrefix);
    }

    /// <summary>Whether a minus stands between prefix and digits, as in $-5. Default false: before both, as in -$5.</summary>
    public bool MinusBehindPrefix
    {
        get => _signs?.MinusBehindPrefix ?? false;
        init => _signs = NumberSigns.Of(Prefix, Suffix, value);
    }

    /// <summary>The distance between neighbouring numbers; 0 where there is none.</summary>
    internal double Unit => Scientific || MaxPlaces > RoundedPlaces ? 0 : 1 / Tens[MaxPlaces];

    internal bool HasSigns => _signs is not null;

    internal string Description => (HasSigns, DecimalSign, Thousands) switch
    {
        (false, '.', "") => "with a decimal point",
        (false, _, "") => "with a decimal comma",
        _ => $"like {Example($"1{Thousands}234{DecimalSign}5")}",
    };

    internal string WholeDescription => HasSigns || Thousands.Length > 0 ? $" like {Example($"1{Thousands}234")}" : "";

    /// <summary>
    /// The formats that numbers may turn out to have, the likeliest first. 1,234 alone is twelve hundred where commas stand
    /// between cells, and a number with three places elsewhere.
    /// </summary>
    internal static IEnumerable<NumberFormat> Candidates(char delimiter)
    {
        var (groups, comma) = (new NumberFormat { Thousands = "," }, new NumberFormat { DecimalSign = ',' });
        return
        [
            new NumberFormat(), .. delimiter == ',' ? new[] { groups, comma } : [comma, groups],
            comma with { Thousands = "." },
            .. Gaps.SelectMany(gap => new[] { new NumberFormat { Thousands = gap }, comma with { Thousands = gap } }),
        ];
    }

    /// <summary>Reads a number that is written like this; how many decimal places it has does not matter.</summary>
    /// <param name="text">The cell in UTF-8.</param>
    /// <param name="value">The number, finite.</param>
    /// <param name="places">Its decimal places; -1 where it has an exponent.</param>
    internal bool TryParse(ReadOnlySpan<byte> text, out double value, out int places)
    {
        if (_signs is null)
            return TryParsePlain(text, out value, out places);
        (value, places) = (double.NaN, 0);
        if (!_signs.TryStrip(text, out var number, out var isNegative) || !TryParsePlain(number, out value, out places))
            return false;
        value = isNegative ? -value : value;
        return true;
    }

    /// <summary>Reads a number with its signs or without them.</summary>
    /// <inheritdoc cref="TryParse" path="/param"/>
    internal bool TryParseAny(ReadOnlySpan<byte> text, out double value, out int places) =>
        TryParse(text, out value, out places) || (HasSigns && TryParsePlain(text, out value, out places));

    /// <summary>Writes a number and returns its length.</summary>
    /// <param name="value">A finite number.</param>
    /// <param name="destination">Room for <see cref="NumberKind.LongestCell"/> characters.</param>
    internal int Write(double value, Span<char> destination)
    {
        if (_signs is null)
            return WritePlain(value, destination);
        Span<char> number = stackalloc char[NumberKind.LongestCell];
        return _signs.Put(number[..WritePlain(value, number)], destination);
    }

    /// <summary>The number nearest to another among those written like this.</summary>
    internal double Nearest(double number)
    {
        var held = Math.Clamp(number, -MaxNumber, MaxNumber);
        return Unit == 0 ? held : Math.Round(held, MaxPlaces, MidpointRounding.ToEven);
    }

    /// <summary>Whether a whole number beyond <see cref="MaxWhole"/> has digits that its value has not, written out or at its
    /// shortest with zeros behind.</summary>
    /// <param name="text">The cell in UTF-8.</param>
    /// <param name="value">What it was read as.</param>
    /// <param name="places">Its decimal places, as read.</param>
    internal static bool LosesDigits(ReadOnlySpan<byte> text, double value, int places)
    {
        if (places != 0 || Math.Abs(value) <= MaxWhole)
            return false;
        var digits = string.Concat(Encoding.UTF8.GetString(text).Where(char.IsAsciiDigit));
        var shortest = string.Concat(
            Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E')[0].Where(char.IsAsciiDigit));
        return digits != Math.Abs(value).ToString("F0", CultureInfo.InvariantCulture)
            && digits.TrimEnd('0') != shortest.TrimEnd('0');
    }

    internal void Validate(string place)
    {
        if (DecimalSign is not ('.' or ','))
            throw new InvalidInputException($"{place}: the decimal sign is '{DecimalSign}'; give a point or a comma.");
        if (!(Thousands is "" or "," or "." || Gaps.Contains(Thousands)) || (Thousands.Length > 0 && Thousands[0] == DecimalSign))
        {
            throw new InvalidInputException(
                $"{place}: the thousands separator is '{CellText.Shorten(Thousands)}'; give nothing, or one of , . ' and a space that is not the decimal sign.");
        }

        if (MinPlaces < 0 || MaxPlaces < MinPlaces || MaxPlaces > MostPlaces)
        {
            throw new InvalidInputException(
                $"{place}: {MinPlaces} to {MaxPlaces} decimal places are asked for; give 0 to {MostPlaces}, the least first.");
        }

        _signs?.Validate(place);
    }

    private bool TryParsePlain(ReadOnlySpan<byte> text, out double value, out int places)
    {
        (value, places) = (double.NaN, 0);
        var at = text is [(byte)'-' or (byte)'+', ..] ? 1 : 0;
        var (mantissa, whole, group) = (0UL, 0, -1);
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                // 007 is a text: as a number it would lose its zeros.
                if (whole == 1 && mantissa == 0)
                    return false;
                mantissa = 10 * mantissa + digit;
                whole++;
                group += group < 0 ? 0 : 1;
            }
            else if (_separator.Length > 0 && text[at..].StartsWith(_separator))
            {
                if (whole == 0 || (group < 0 ? whole > 3 : group != 3))
                    return false;
                group = 0;
                at += _separator.Length - 1;
            }
            else
                break;
        }

        if (group is >= 0 and not 3)
            return false;
        if (at < text.Length && text[at] == DecimalSign)
        {
            for (at++; at < text.Length && (uint)(text[at] - '0') is <= 9 and var digit; at++, places++)
                mantissa = 10 * mantissa + digit;
        }

        if (whole + places == 0)
            return false;

        // Both are exact up to here, so their quotient is the nearest number there is.
        if (at == text.Length && whole + places < 19 && mantissa <= MaxWhole)
        {
            value = (text[0] == '-' ? -(double)mantissa : mantissa) / Tens[places];
            return true;
        }

        if (at < text.Length && (text[at] | 0x20) != 'e')
            return false;
        places = at < text.Length ? -1 : places;
        return TryParseSlowly(text, out value);
    }

    private int WritePlain(double value, Span<char> destination)
    {
        Span<char> plain = stackalloc char[NumberKind.LongestCell];
        if (Unit == 0)
        {
            value.TryFormat(plain, out var length, "R", CultureInfo.InvariantCulture);
            plain[..length].Replace('.', DecimalSign);
            plain[..length].CopyTo(destination);
            return length;
        }

        Span<char> format = ['F', (char)('0' + MaxPlaces / 10), (char)('0' + MaxPlaces % 10)];
        value.TryFormat(plain, out var digits, format, CultureInfo.InvariantCulture);
        var point = MaxPlaces == 0 ? digits : digits - MaxPlaces - 1;
        while (digits > point + 1 + MinPlaces && plain[digits - 1] == '0')
            digits--;
        if (digits == point + 1)
            digits--;
        return Group(WithoutSign(plain[..digits]), digits == point ? 0 : digits - point, destination);
    }

    private string Example(string number) => _signs?.Example(number) ?? number;

    // -0.00 is 0.00.
    private static Span<char> WithoutSign(Span<char> number) =>
        number is ['-', .. var rest] && !rest.ContainsAnyInRange('1', '9') ? rest : number;

    private int Group(ReadOnlySpan<char> plain, int tail, Span<char> destination)
    {
        var (length, whole) = (0, plain.Length - tail);
        var first = plain is ['-', ..] ? 1 : 0;
        for (var i = 0; i < plain.Length; i++)
        {
            if (Thousands.Length > 0 && i > first && i < whole && (whole - i) % 3 == 0)
                destination[length++] = Thousands[0];
            destination[length++] = plain[i] == '.' ? DecimalSign : plain[i];
        }

        return length;
    }

    private bool TryParseSlowly(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        Span<byte> plain = stackalloc byte[text.Length <= LongestText ? text.Length : 0];
        if (text.Length > LongestText)
            plain = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == DecimalSign)
                plain[length++] = (byte)'.';
            else if (_separator.Length > 0 && text[at..].StartsWith(_separator))
                at += _separator.Length - 1;
            else
                plain[length++] = text[at];
        }

        return double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value) &&
            Math.Abs(value) <= MaxNumber;
    }
}
