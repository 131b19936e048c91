using DualScale.Runs;
using DualScale.Runs.Configuration;

namespace DualScale.Cli.Terminal;

/// <summary>A file that is to be written after long work, looked at before it.</summary>
internal static class OutputFile
{
    private static StringComparer Names { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Refuses standard output, a file in a folder that is missing, and one that is there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What is written into it, for the message.</param>
    /// <param name="force">Whether it may be replaced.</param>
    /// <exception cref="InvalidInputException">It may not be written.</exception>
    public static void RequireFree(string path, string content, bool force)
    {
        if (path == "-")
            throw new InvalidInputException($"There is no writing {content} to standard output; give a file with -o.");
        RequireFolder(path, content);
        if (!force && new FileInfo(path) is { Exists: true, Length: > 0 })
            throw new InvalidInputException($"{path} is there already; choose another -o, or replace it with --force.");
    }

    /// <summary>Refuses a file that is read, or that a run stands on, also where it is to be replaced.</summary>
    /// <param name="path">The file, or - for standard output; none where null.</param>
    /// <param name="kept">Files that are read, and what they are, for the message; null and - are none.</param>
    /// <exception cref="InvalidInputException">It is one of them or of a run's, by its path or through links.</exception>
    public static void RequireOther(string? path, params ReadOnlySpan<(string? Path, string What)> kept)
    {
        if (path is null or "" or "-")
            return;
        var target = Target(path);
        foreach (var (other, what) in kept)
        {
            if (other is not (null or "" or "-") && Names.Equals(Target(other), target))
                throw new InvalidInputException($"{path} is {what}; give another -o.");
        }

        // As it was named, and where links lead: a run's own files may be links.
        foreach (var folder in (string?[])[Path.GetDirectoryName(Path.GetFullPath(path)), Path.GetDirectoryName(target)])
        {
            var run = new RunFiles(folder ?? "");
            string[] parts =
            [
                run.Configuration, run.Table, run.Schema, run.Metrics, run.Checkpoint, run.Model, run.Record, run.Evaluation,
            ];
            if (run.HoldsRun && parts.Select(Target).Contains(target, Names)
                && (File.Exists(run.Metrics) || File.Exists(run.Record) || IsWhole(run.Configuration)))
                throw new InvalidInputException($"{path} is a file of the run {run.Directory}; give another -o.");
        }
    }

    // Other programs have files of that name too.
    private static bool IsWhole(string configuration)
    {
        try
        {
            RunConfiguration.ReadWhole(configuration);
            return true;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    // Through links to the file and to the folders above it.
    private static string Target(string path)
    {
        try
        {
            return Real(Path.GetFullPath(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Path.GetFullPath(path);
        }

        static string Real(string path)
        {
            if (Path.GetDirectoryName(path) is null)
                return path;
            FileSystemInfo file = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            return Path.GetDirectoryName(target) is { } folder ? Path.Combine(Real(folder), Path.GetFileName(target)) : target;
        }
    }

    /// <summary>Refuses a page beside which its figures would replace others.</summary>
    /// <param name="path">The page.</param>
    /// <param name="force">Whether figures may be replaced.</param>
    /// <exception cref="InvalidInputException">They may not be written.</exception>
    public static void RequireFreeFigures(string path, bool force)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var figures = Directory.EnumerateFiles(folder, "*.svg").Where(file =>
            Path.GetFileName(file).StartsWith($"{Path.GetFileNameWithoutExtension(path)}-", StringComparison.Ordinal));
        if (!force && figures.FirstOrDefault() is { } figure)
        {
            throw new InvalidInputException(
                $"{figure} is there already, where a figure of the page may go; choose another -o, or replace it with --force.");
        }
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
