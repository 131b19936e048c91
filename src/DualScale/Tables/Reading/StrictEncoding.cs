using System.Text;

namespace DualScale.Tables;

/// <summary>
/// Encodings that refuse what they do not know in one line, where .NET's put question marks. None of them reads or writes a
/// mark: that is a part of the text.
/// </summary>
internal static class StrictEncoding
{
    /// <summary>What stands before a text to tell its encoding.</summary>
    public const char Mark = '\uFEFF';

    /// <summary>The encoding to read bytes by.</summary>
    /// <param name="encoding">Its name.</param>
    /// <param name="source">What messages call the text; null where bytes that are no letters become U+FFFD.</param>
    public static Encoding Reading(TextEncoding encoding, string? source) =>
        With(encoding, source is null ? DecoderFallback.ReplacementFallback : new RefusedBytes(encoding, source));

    /// <summary>The encoding to write letters by.</summary>
    /// <param name="encoding">Its name.</param>
    public static Encoding Writing(TextEncoding encoding) => With(encoding, DecoderFallback.ExceptionFallback);

    /// <summary>Which encoding a text is read by.</summary>
    /// <param name="reader">Where it comes from.</param>
    /// <param name="isMarked">Whether the mark stands before it.</param>
    public static TextEncoding Of(TextReader reader, bool isMarked) => (reader as StreamReader)?.CurrentEncoding.CodePage switch
    {
        CodePage.Utf16 => TextEncoding.Utf16,
        CodePage.Windows1252 => TextEncoding.Windows1252,
        _ => isMarked ? TextEncoding.Utf8Mark : TextEncoding.Utf8,
    };

    private static Encoding With(TextEncoding encoding, DecoderFallback bytes)
    {
        var plain = (Encoding)(encoding switch
        {
            TextEncoding.Utf16 => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
            TextEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(CodePage.Windows1252)!,
            _ => new UTF8Encoding(false),
        }).Clone();
        (plain.EncoderFallback, plain.DecoderFallback) = (new RefusedLetters(encoding), bytes);
        return plain;
    }

    private static class CodePage
    {
        public const int Utf16 = 1200;
        public const int Windows1252 = 1252;
    }

    private sealed class RefusedBytes(TextEncoding encoding, string source) : DecoderFallback
    {
        public override int MaxCharCount => 0;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(encoding, source);

        private sealed class Buffer(TextEncoding encoding, string source) : DecoderFallbackBuffer
        {
            public override int Remaining => 0;

            public override bool Fallback(byte[] bytesUnknown, int index) =>
                throw new InvalidInputException($"{source} is not {encoding.Words()} text; save it as UTF-8.");

            public override char GetNextChar() => '\0';

            public override bool MovePrevious() => false;
        }
    }

    private sealed class RefusedLetters(TextEncoding encoding) : EncoderFallback
    {
        public override int MaxCharCount => 0;

        public override EncoderFallbackBuffer CreateFallbackBuffer() => new Buffer(encoding);

        private sealed class Buffer(TextEncoding encoding) : EncoderFallbackBuffer
        {
            public override int Remaining => 0;

            public override bool Fallback(char charUnknown, int index) => throw Refusal(charUnknown.ToString());

            public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) =>
                throw Refusal($"{charUnknownHigh}{charUnknownLow}");

            public override char GetNextChar() => '\0';

            public override bool MovePrevious() => false;

            private InvalidInputException Refusal(string letter) => new(
                $"'{letter}' cannot be written in {encoding.Words()}, as the table is; save the table as UTF-8.");
        }
    }

}
