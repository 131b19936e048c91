using System.Runtime.InteropServices;
using DualScale.Tables;

namespace DualScale.Cli.Terminal;

/// <summary>
/// Standard streams that fail as they should: lost messages stop nothing, lost results are a failure, and letters that are none
/// are refused.
/// </summary>
internal static partial class StandardStreams
{
    private const int CloseOnExec = 0x80000;
    private const short BrokenPipe = 8;

    /// <summary>Puts guards before all of them.</summary>
    public static void Guard()
    {
        var (output, error) = (Console.Out, Console.Error);
        Console.SetIn(new TableFormat().OpenReader(Console.OpenStandardInput(), StandardInput.Name));
        Console.SetOut(new GuardedWriter(() =>
            IsOpen(1) ? output : throw new IOException("it is closed."), exception => throw new RunFailedException(
            $"Writing to standard output failed: {exception.Message.TrimEnd('.')}. Free some space or send it elsewhere.",
            exception), EndWithoutReader));
        Console.SetError(new GuardedWriter(() => IsOpen(2) ? error : TextWriter.Null, _ => { }));
    }

    // The runtime passes over a pipe whose reader has ended, and the program would go on for nobody.
    private static void EndWithoutReader()
    {
        if (OperatingSystem.IsWindows())
            return;
        var output = new Polled { Descriptor = 1 };
        if (Poll(ref output, 1, timeout: 0) == 1 && (output.Found & BrokenPipe) != 0)
            Environment.Exit(ExitCodes.Unread);
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Polled descriptors, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }

    // The runtime opens files of its own before the program starts, and one of them takes the number of a stream that is closed.
    // What
    // was inherited is never closed on starting a program, what the runtime opens always is; where this cannot be seen, it is
    // open.
    private static bool IsOpen(int descriptor)
    {
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}")
                .Single(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExec) == 0;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            return true;
        }
    }
}
