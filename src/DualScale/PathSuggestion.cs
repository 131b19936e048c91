namespace DualScale;

/// <summary>Finds the file or folder that someone probably meant.</summary>
internal static class PathSuggestion
{
    private const int MostEntries = 10_000;

    /// <summary>
    /// "Did you mean 'x'?" with what is there and has nearly the name of what is not, or else another sentence.
    /// </summary>
    /// <param name="path">A path where there is nothing.</param>
    /// <param name="otherwise">What to say where nothing is near.</param>
    public static string Hint(string path, string otherwise) => Closest(path) is { } near ? $"Did you mean '{near}'?" : otherwise;

    private static string? Closest(string path)
    {
        try
        {
            if (Path.Exists(path))
                return null;
            var (folder, name) = (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) ?? "",
                Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
            var there = Directory.EnumerateFileSystemEntries(folder.Length == 0 ? "." : folder).Take(MostEntries)
                .Select(entry => Path.GetFileName(entry));
            return NameSuggestion.Closest(name, there) is { } near ? Path.Combine(folder, near) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
