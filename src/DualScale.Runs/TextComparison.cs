using System.Text;

namespace DualScale.Runs;

/// <summary>Compares text that is written with text that is read, without holding either.</summary>
internal sealed class TextComparison : TextWriter
{
    private readonly TextReader _reader;
    private bool _same = true;

    private TextComparison(TextReader reader) => _reader = reader;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Whether a text starts with what is written; read up to there where it does.</summary>
    public static bool StartsWith(TextReader reader, Action<TextWriter> write)
    {
        using var comparison = new TextComparison(reader);
        write(comparison);
        return comparison._same;
    }

    /// <summary>The number of line ends.</summary>
    public static long CountLines(TextReader reader)
    {
        var buffer = new char[1 << 16];
        var lines = 0L;
        while (reader.Read(buffer) is > 0 and var read)
            lines += buffer.AsSpan(0, read).Count('\n');
        return lines;
    }

    public override void Write(char value) => _same = _same && _reader.Read() == value;
}
