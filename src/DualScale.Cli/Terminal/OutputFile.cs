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

    /// <summary>Refuses a file that is read, or that something stands on, also where it is to be replaced.</summary>
    /// <param name="path">The file, or - for standard output; none where null.</param>
    /// <param name="kept">Such files, and what they are, for the message; null and - are none.</param>
    /// <exception cref="InvalidInputException">It is one of them, by its path or through links.</exception>
    public static void RequireOther(string? path, params ReadOnlySpan<(string? Path, string What)> kept)
    {
        if (path is null or "-")
            return;
        foreach (var (other, what) in kept)
        {
            if (other is not (null or "" or "-") && Target(other) == Target(path))
                throw new InvalidInputException($"{path} is {what}; give another -o.");
        }
    }

    private static string Target(string path) =>
        (new FileInfo(path) is { Exists: true } file ? file.ResolveLinkTarget(returnFinalTarget: true)?.FullName : null)
            ?? Path.GetFullPath(path);

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
