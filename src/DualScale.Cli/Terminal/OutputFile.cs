namespace DualScale.Cli.Terminal;

/// <summary>A file that is to be written after long work, looked at before it.</summary>
internal static class OutputFile
{
    /// <summary>Refuses a file in a folder that is missing, and one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What is written into it, for the message.</param>
    /// <param name="force">Whether it may be replaced.</param>
    /// <exception cref="InvalidInputException">It may not be written.</exception>
    public static void RequireFree(string path, string content, bool force)
    {
        RequireFolder(path, content);
        if (!force && new FileInfo(path) is { Exists: true, Length: > 0 })
            throw new InvalidInputException($"{path} is there already; choose another -o, or replace it with --force.");
    }

    /// <summary>Refuses a file in a folder that is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What is written into it, for the message.</param>
    /// <exception cref="InvalidInputException">There is no folder.</exception>
    public static void RequireFolder(string path, string content)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new InvalidInputException(
                $"There is no folder {folder} to write {content} into; make it or choose another -o.");
        }
    }
}
