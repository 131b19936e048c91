namespace DualScale.Interchange;

/// <summary>What to say of a file that is there and cannot be read.</summary>
internal static class UnreadableFile
{
    /// <param name="path">What was given as a file.</param>
    /// <param name="cause">What the system said, which is of rights where it is a folder.</param>
    public static InvalidInputException Of(string path, Exception cause) => new(
        $"Cannot read {path}: {(Directory.Exists(path) ? "it is a folder. Give the path of a file." : cause.Message)}", cause);
}
