namespace DualScale.Runs;

/// <summary>
/// The right to work in a folder, which one holder at a time has. The system takes it back when the process ends, however it ends. The
/// file stays behind, empty: were it deleted, one process could hold the deleted file and another a new one.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = ".lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the right.</summary>
    /// <param name="directory">The folder; made where it is missing.</param>
    /// <param name="name">The lock's file in it, for a folder with several rights.</param>
    /// <exception cref="InvalidInputException">Another holder has it, or the folder cannot be made or written.</exception>
    public static FolderLock Take(string directory, string name = FileName) => TryTake(directory, name)
        ?? throw new InvalidInputException($"Another process is at work in {directory}; wait for it or choose another folder.");

    /// <summary>Takes the right, or returns null where another holder has it.</summary>
    /// <param name="directory">The folder; made where it is missing.</param>
    /// <param name="name">The lock's file in it, for a folder with several rights.</param>
    /// <exception cref="InvalidInputException">The folder cannot be made or written.</exception>
    public static FolderLock? TryTake(string directory, string name = FileName)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new FolderLock(new FileStream(Path.Combine(directory, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0));
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException($"Cannot make the folder {directory}: {exception.Message.TrimEnd('.')}. Choose another --out.", exception);
        }
    }

    public void Dispose() => _file.Dispose();

    // EWOULDBLOCK of Linux and of macOS, and Windows' sharing violation.
    private static bool IsTaken(IOException exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
