using System.Text.RegularExpressions;

namespace DualScale.Interchange;

/// <summary>Writes files whole or not at all.</summary>
public static partial class AtomicFile
{
    private const string TemporaryEnding = ".tmp";

    private static int _written;

    /// <summary>Writes to a temporary name beside the target, flushes to disk and renames; on any failure the target is as it was. A device takes it as it comes.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(write);
        if (path.Length == 0 || Directory.Exists(path))
            throw new InvalidInputException($"Cannot write '{path}': it is a folder. Give the path of a file.");
        var isDevice = path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
        var temporary = isDevice ? path : $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _written)}{TemporaryEnding}";
        try
        {
            using (var stream = Create(temporary, path))
            {
                write(stream);
                stream.Flush(flushToDisk: !isDevice);
            }

            if (!isDevice)
                File.Move(temporary, path, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            Discard(temporary, path);
            throw Refused(path, exception);
        }
        catch (IOException exception)
        {
            Discard(temporary, path);
            throw new RunFailedException($"Writing {path} failed: {Reason(exception)}. Free some space or choose another folder.", exception);
        }
        catch
        {
            Discard(temporary, path);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="text">What it will hold, whole.</param>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    private static FileStream Create(string temporary, string path)
    {
        try
        {
            return new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException or NotSupportedException or PathTooLongException or ArgumentException)
        {
            throw Refused(path, exception);
        }
    }

    private static InvalidInputException Refused(string path, Exception cause) =>
        new($"Cannot write {path}: {Reason(cause)}. Choose a folder that exists and can be written.", cause);

    // The system's words without the temporary name that .NET puts behind them.
    private static string Reason(Exception exception) => exception.Message.Split(" : '")[0].TrimEnd('.');

    /// <summary>Deletes what a killed process left half-written beside its files.</summary>
    /// <param name="directory">The folder; no other process may be writing in it.</param>
    public static void DiscardLeftovers(string directory)
    {
        foreach (var leftover in Directory.GetFiles(directory, $"*{TemporaryEnding}").Where(path => TemporaryName().IsMatch(path)))
            Discard(leftover, "");
    }

    [GeneratedRegex(@"\.(csv|json|jsonl|yaml|safetensors|html|md|svg)\.\d+-\d+\.tmp$")]
    private static partial Regex TemporaryName();

    private static void Discard(string temporary, string target)
    {
        if (temporary == target)
            return;
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What could not be written cannot always be deleted either; the first failure is the one to report.
        }
    }
}
