namespace DualScale.Interchange;

/// <summary>
/// Writes files whole or not at all. A link stays one: the file that it leads to is written. A file that is there keeps its mode
/// and, where the system permits it, its owner.
/// </summary>
public static class AtomicFile
{
    private static int _written;

    /// <summary>
    /// Writes to a temporary name beside the target, flushes to disk and renames; on any failure the target is as it was. A
    /// device or a named pipe takes it as it comes. What a killed process left of an earlier attempt goes.
    /// </summary>
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
        var target = TargetOf(path);
        var isDevice = IsDevice(target);
        var temporary = isDevice ? target : Leftovers.Name(target, Environment.ProcessId, Interlocked.Increment(ref _written));
        if (!isDevice)
            Leftovers.DiscardOnce(target);
        try
        {
            using var stream = isDevice ? new FileStream(
                target, FileMode.Create, FileAccess.Write, FileShare.ReadWrite) : Create(temporary, target, path);
            write(stream);
            stream.Flush(flushToDisk: !isDevice);
            if (isDevice)
                return;
            KeepOwnerAndMode(target, temporary);

            // Renamed while it is open: as long as it has its temporary name, its lock says that a living process wants it.
            File.Move(temporary, target, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            Discard(temporary, target);
            throw Refused(path, exception);
        }
        catch (IOException exception)
        {
            Discard(temporary, target);
            throw new RunFailedException(
                $"Writing {path} failed: {Reason(exception)}.{(isDevice ? "" : " Free some space or choose another folder.")}", exception);
        }
        catch
        {
            Discard(temporary, target);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="text">What it will hold, whole.</param>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Deletes what killed processes left half-written in a folder; what a living one writes stays.</summary>
    /// <param name="directory">The folder; nothing happens where there is none.</param>
    public static void DiscardLeftovers(string directory) => Leftovers.Discard(directory);

    /// <summary>
    /// Deletes what killed processes left half-written of a file and of the program's other files beside it, as writing the file
    /// does; what a living one writes stays.
    /// </summary>
    /// <param name="path">The file, whether or not there is one.</param>
    /// <exception cref="InvalidInputException">It is a link that leads back to itself.</exception>
    public static void DiscardLeftoversOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (TargetOf(path) is var target && !IsDevice(target))
            Leftovers.DiscardOnce(target);
    }

    // Where a link leads, through all links between, whether or not there is a file yet.
    private static string TargetOf(string path)
    {
        if (IsDevice(path))
            return path;
        try
        {
            return new FileInfo(path) is { LinkTarget: not null } link
                ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path
                : path;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Refused(path, exception);
        }
    }

    private static bool IsDevice(string path) =>
        (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal))
        || FileOwner.IsSpecial(path);

    // For its owner's eyes alone where it takes the place of a file, until it gets that one's rights. A reader's access makes the
    // lock
    // work on network folders too.
    private static FileStream Create(string temporary, string target, string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            BufferSize = 1 << 16
        };
        if (!OperatingSystem.IsWindows() && File.Exists(target))
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(temporary, options);
        }
        catch (Exception exception)
            when (exception is UnauthorizedAccessException or DirectoryNotFoundException or NotSupportedException
                or PathTooLongException or ArgumentException)
        {
            throw Refused(path, exception);
        }
    }

    // The owner before the mode, because a change of owner takes rights away.
    private static void KeepOwnerAndMode(string target, string temporary)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(target))
            return;
        FileOwner.Of(target)?.ApplyTo(temporary);
        if (File.GetUnixFileMode(target) is var mode && mode != File.GetUnixFileMode(temporary))
            File.SetUnixFileMode(temporary, mode);
    }

    private static InvalidInputException Refused(string path, Exception cause) =>
        new($"Cannot write {path}: {Reason(cause)}. Choose a folder that exists and can be written.", cause);

    // The system's words without the temporary name that .NET puts behind them.
    private static string Reason(Exception exception) => exception.Message.Split(" : '")[0].TrimEnd('.');

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
