namespace DualScale.Reproduction;

/// <summary>Names of experiments and tables that become names of folders.</summary>
internal static class FolderName
{
    private static readonly char[] Separators = ['/', '\\', ':'];

    /// <summary>The name that a file gives to a folder: its own without the ending.</summary>
    /// <exception cref="InvalidInputException">It is no name of a folder, or of another one than it says.</exception>
    public static string Of(string path) => Require(Path.GetFileNameWithoutExtension(path), path);

    /// <summary>A name as it stands.</summary>
    /// <param name="name">The name.</param>
    /// <param name="source">What it is the name of.</param>
    /// <exception cref="InvalidInputException">It is no name of a folder, or of another one than it says.</exception>
    public static string Require(string name, string source)
    {
        if (name.Trim().TrimEnd('.').Length == 0 || name.IndexOfAny(Separators) >= 0 || name.Any(char.IsControl))
        {
            var shown = string.Concat(source.Where(c => !char.IsControl(c)));
            throw new InvalidInputException(
                $"'{shown}' gives no name for a folder of jobs; rename the file so that it has letters before its ending and no separators.");
        }

        return name;
    }
}
