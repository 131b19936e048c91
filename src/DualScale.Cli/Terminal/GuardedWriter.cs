using System.Text;

namespace DualScale.Cli.Terminal;

/// <summary>
/// A stream of the process that may be closed, full or gone: what happens then is the caller's to say, at each write.
/// </summary>
/// <param name="open">The stream, asked for at the first write.</param>
/// <param name="failed">Told of a failure.</param>
/// <param name="beforeWrite">Called before each write; nothing where null.</param>
internal sealed class GuardedWriter(Func<TextWriter> open, Action<Exception> failed, Action? beforeWrite = null) : TextWriter
{
    private readonly Lazy<TextWriter> _writer = new(open, LazyThreadSafetyMode.PublicationOnly);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Guard(writer => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Guard(writer => writer.Write(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => Guard(writer => writer.Write(value));

    public override void WriteLine(string? value) => Guard(writer => writer.WriteLine(value));

    public override void Flush() => Guard(writer => writer.Flush());

    private void Guard(Action<TextWriter> write)
    {
        try
        {
            beforeWrite?.Invoke();
            write(_writer.Value);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            failed(exception);
        }
    }
}
