using System.Text;

namespace DualScale.Tables;

/// <summary>What stands before and behind each number of a column, such as $ or %.</summary>
internal sealed class NumberSigns : IEquatable<NumberSigns>
{
    /// <summary>The most characters of each.</summary>
    public const int Longest = 8;

    private readonly byte[] _prefix;
    private readonly byte[] _suffix;

    private NumberSigns(string prefix, string suffix, bool minusBehindPrefix)
    {
        (Prefix, Suffix, MinusBehindPrefix) = (prefix, suffix, minusBehindPrefix);
        (_prefix, _suffix) = (Encoding.UTF8.GetBytes(prefix), Encoding.UTF8.GetBytes(suffix));
    }

    public string Prefix { get; }

    public string Suffix { get; }

    public bool MinusBehindPrefix { get; }

    /// <summary>The signs; null where nothing stands there.</summary>
    public static NumberSigns? Of(string prefix, string suffix, bool minusBehindPrefix) =>
        (prefix, suffix, minusBehindPrefix) == ("", "", false) ? null : new NumberSigns(prefix, suffix, minusBehindPrefix);

    /// <summary>What is left of a cell without its signs; false where one is missing.</summary>
    /// <param name="cell">The cell in UTF-8.</param>
    /// <param name="number">The number without a minus.</param>
    /// <param name="isNegative">Whether there was one.</param>
    public bool TryStrip(ReadOnlySpan<byte> cell, out ReadOnlySpan<byte> number, out bool isNegative)
    {
        number = cell;
        isNegative = !MinusBehindPrefix && TakeSign(ref number);
        if (!number.StartsWith(_prefix))
            return false;
        number = number[_prefix.Length..];
        if (MinusBehindPrefix)
            isNegative = TakeSign(ref number);
        if (!number.EndsWith(_suffix))
            return false;
        number = number[..^_suffix.Length];

        // Spaces belong to the signs, and there is one minus.
        return number is [not ((byte)'-' or (byte)'+'), ..] and [.., > (byte)' '];
    }

    /// <summary>Puts the signs around a number and returns the length.</summary>
    /// <param name="number">The number.</param>
    /// <param name="destination">Room for it and the signs.</param>
    public int Put(ReadOnlySpan<char> number, Span<char> destination)
    {
        var minus = number is ['-', ..] ? number[..1] : [];
        var length = 0;
        Append(MinusBehindPrefix ? [] : minus, destination);
        Append(Prefix, destination);
        Append(MinusBehindPrefix ? minus : [], destination);
        Append(number[minus.Length..], destination);
        Append(Suffix, destination);
        return length;

        void Append(ReadOnlySpan<char> part, Span<char> all)
        {
            part.CopyTo(all[length..]);
            length += part.Length;
        }
    }

    /// <summary>A number with its signs, and where its minus stands.</summary>
    public string Example(string number)
    {
        var example = $"{Prefix}{number}{Suffix}";
        return Prefix.Length == 0 ? example : $"{example} or {(MinusBehindPrefix ? $"{Prefix}-{number}{Suffix}" : $"-{example}")}";
    }

    public void Validate(string place)
    {
        foreach (var (name, text, isPadded) in new[]
        {
            ("prefix", Prefix, Prefix.TrimStart().Length < Prefix.Length), ("suffix", Suffix, Suffix.TrimEnd().Length < Suffix.Length),
        })
        {
            if (text.Length > Longest || isPadded ||
                text.Any(letter => char.IsDigit(letter) || char.IsControl(letter) || letter is '-' or '+'))
            {
                throw new InvalidInputException(
                    $"{place}: the {name} is '{CellText.Shorten(text)}'; give at most {Longest} characters, none of them a digit, plus or minus, and no space at the edge of the cell.");
            }
        }
    }

    public bool Equals(NumberSigns? other) => other is not null &&
        (Prefix, Suffix, MinusBehindPrefix) == (other.Prefix, other.Suffix, other.MinusBehindPrefix);

    public override bool Equals(object? obj) => Equals(obj as NumberSigns);

    public override int GetHashCode() => HashCode.Combine(Prefix, Suffix, MinusBehindPrefix);

    private static bool TakeSign(ref ReadOnlySpan<byte> number)
    {
        if (number is not [var sign and ((byte)'-' or (byte)'+'), ..])
            return false;
        number = number[1..];
        return sign == '-';
    }
}
