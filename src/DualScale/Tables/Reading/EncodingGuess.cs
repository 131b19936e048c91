using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace DualScale.Tables;

/// <summary>
/// Tells the encoding of a file from its bytes: UTF-16 by its mark, UTF-8 where all of them are, and otherwise Windows-1252,
/// unless that has no such bytes or most of what is not ASCII is UTF-8, so that the file is damaged.
/// </summary>
internal static class EncodingGuess
{
    private const int PieceLength = 1 << 16;

    // Control characters but tab and line ends, and the five bytes that Windows-1252 leaves open.
    private static readonly SearchValues<byte> NoText = SearchValues.Create(
    [
        .. Enumerable.Range(0, 32).Except([9, 10, 13]).Select(value => (byte)value), 127, 0x81, 0x8D, 0x8F, 0x90, 0x9D,
    ]);

    /// <summary>The encoding of a stream; it stands where it stood before.</summary>
    /// <param name="stream">Bytes that can be read again.</param>
    public static TextEncoding Of(Stream stream)
    {
        var start = stream.Position;
        try
        {
            var mark = new byte[4];
            mark = mark[..stream.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false)];

            // With two zeros behind it the mark of UTF-16 is that of UTF-32, which is not read.
            if (mark is [0xFF, 0xFE, ..])
                return mark is [_, _, 0, 0] ? TextEncoding.Utf8 : TextEncoding.Utf16;
            if (mark is [0xEF, 0xBB, 0xBF, ..])
                return TextEncoding.Utf8;
            stream.Position = start;
            if (Pieces(stream).All(piece => Utf8.IsValid(piece.Span)))
                return TextEncoding.Utf8;
            stream.Position = start;
            return IsWindows1252(stream) ? TextEncoding.Windows1252 : TextEncoding.Utf8;
        }
        finally
        {
            stream.Position = start;
        }
    }

    private static bool IsWindows1252(Stream stream)
    {
        var (whole, broken) = (0L, 0L);
        foreach (var piece in Pieces(stream))
        {
            if (piece.Span.ContainsAny(NoText))
                return false;
            for (var rest = piece.Span; rest.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is >= 0 and var at;)
            {
                var status = Rune.DecodeFromUtf8(rest[at..], out _, out var length);
                (whole, broken) = status == OperationStatus.Done ? (whole + 1, broken) : (whole, broken + 1);
                rest = rest[(at + length)..];
            }
        }

        return broken > whole;
    }

    // Pieces that cut no UTF-8 character in two; each is there until the next is asked for.
    private static IEnumerable<ReadOnlyMemory<byte>> Pieces(Stream stream)
    {
        var buffer = new byte[PieceLength];
        for (var kept = 0; ;)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(kept), PieceLength - kept, throwOnEndOfStream: false);
            var length = kept + read;
            var end = length < PieceLength ? length : WholeCharacters(buffer.AsSpan(0, length));
            yield return buffer.AsMemory(0, end);
            if (length < PieceLength)
                yield break;
            kept = length - end;
            buffer.AsSpan(end, kept).CopyTo(buffer);
        }
    }

    private static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= 3; back++)
        {
            var length = text[^back] switch { < 0x80 => 1, < 0xC0 => 0, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
            if (length > 0)
                return length > back ? text.Length - back : text.Length;
        }

        return text.Length;
    }
}
