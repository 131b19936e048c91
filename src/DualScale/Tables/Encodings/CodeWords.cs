namespace DualScale.Tables;

/// <summary>
/// A word of zeros and ones for each text of a column. Up to 32 texts have a place of their own each (one-hot). More share 32
/// places: the words of the extended BCH code (32, 11), of which any two differ in 12 places or more, so that they lie nearly as
/// far apart as if each of up to 2,048 had its own.
/// </summary>
internal static class CodeWords
{
    /// <summary>The most places a word has.</summary>
    public const int Places = 32;

    /// <summary>The most words there are.</summary>
    public const int Most = 2048;

    // The generator of the cyclic code (31, 11), 5423325 in octal (Lin and Costello, Error Control Coding, appendix C).
    private const uint Generator = 0b101_100_010_011_011_010_101;
    private const int MessageBits = 11;

    /// <summary>How many places the words of a column have.</summary>
    /// <param name="texts">How many words; at least 1.</param>
    public static int Width(int texts) => texts switch { 1 => 0, 2 => 1, <= Places => texts, _ => Places };

    /// <summary>The words, [texts, width].</summary>
    /// <param name="texts">How many, 1 to <see cref="Most"/>.</param>
    public static bool[,] Of(int texts)
    {
        var words = new bool[texts, Width(texts)];
        for (var text = 0; text < texts; text++)
        {
            var bits = texts <= Places ? texts == 2 ? (uint)text : 1u << text : Word((uint)text);
            for (var place = 0; place < words.GetLength(1); place++)
                words[text, place] = (bits >> place & 1) == 1;
        }

        return words;
    }

    /// <summary>Message times generator over the field of two elements, and a bit that makes the number of ones even.</summary>
    internal static uint Word(uint message)
    {
        var word = 0u;
        for (var bit = 0; bit < MessageBits; bit++)
            word ^= (message >> bit & 1) == 1 ? Generator << bit : 0;
        return word | (uint)(System.Numerics.BitOperations.PopCount(word) & 1) << (Places - 1);
    }
}
