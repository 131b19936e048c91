namespace DualScale.Runs;

/// <summary>
/// One worker at a time in a folder, among processes and within one. The lock is the system's hold on an open file, so it dies
/// with its process, however that ends; a file left by a kill locks nothing and goes with the next lock.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = ".lock";

    private readonly FileStream _file;
    private readonly IReadOnlyList<string> _made;

    private FolderLock(FileStream file, IReadOnlyList<string> made)
    {
        _file = file;
        _made = made;

        // Where the program is left in the midst of its work, nobody disposes of what it holds.
        AppDomain.CurrentDomain.ProcessExit += LetGo;
    }

    /// <summary>
    /// Takes the lock of a folder, which is made where it is missing and goes again with the lock where nothing was put into it.
    /// </summary>
    /// <param name="directory">The folder.</param>
    /// <param name="name">The lock's file in it, for a folder with several locks.</param>
    /// <exception cref="InvalidInputException">Another holds the lock, or the folder cannot be made or written to.</exception>
    public static FolderLock Take(string directory, string name = FileName) => TryTake(directory, name)
        ?? throw new InvalidInputException($"Another process is at work in {directory}; wait for it or choose another folder.");

    /// <summary>Takes the lock, or returns null where another holds it.</summary>
    /// <inheritdoc cref="Take" path="/param"/>
    /// <exception cref="InvalidInputException">The folder cannot be made or written to.</exception>
    public static FolderLock? TryTake(string directory, string name = FileName)
    {
        IReadOnlyList<string> made = [];
        try
        {
            made = [.. Missing(Path.GetFullPath(directory))];
            Directory.CreateDirectory(directory);

            // Deleted before it is let go, and .NET opens it again where it was deleted between opening and locking.
            return new FolderLock(
                new FileStream(Path.Combine(directory, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0,
                    FileOptions.DeleteOnClose), made);
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            return null;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Discard(made);
            var obstacle = Directory.Exists(directory) ? "write into" : "make";
            throw new InvalidInputException(
                $"Cannot {obstacle} the folder {directory}: {exception.Message.TrimEnd('.')}. Choose another one.", exception);
        }
    }

    /// <summary>Lets it go.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= LetGo;
        _file.Dispose();
        Discard(_made);
    }

    private void LetGo(object? sender, EventArgs arguments) => Dispose();

    // EWOULDBLOCK of Linux and of macOS, and Windows' sharing violation.
    private static bool IsTaken(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    // The deepest first.
    private static IEnumerable<string> Missing(string? path)
    {
        for (; path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
            yield return path;
    }

    private static void Discard(IReadOnlyList<string> folders)
    {
        try
        {
            foreach (var folder in folders.Where(
                folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any()))
                Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another has put something into it meanwhile.
        }
    }
}
