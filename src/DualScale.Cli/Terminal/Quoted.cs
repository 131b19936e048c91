namespace DualScale.Cli.Terminal;

/// <summary>Paths in commands that a user may type as they are shown.</summary>
internal static class Quoted
{
    private const string Plain = "_-./\\:+,=@%~";

    /// <summary>
    /// A path, between double quotes where it has spaces, which every shell understands, and between single ones where it has
    /// what a shell would take for something else.
    /// </summary>
    public static string Of(string path) => path.All(letter => char.IsLetterOrDigit(letter) || Plain.Contains(letter)) ? path
        : path.All(letter => letter == ' ' || char.IsLetterOrDigit(letter) || Plain.Contains(letter)) ? $"\"{path}\""
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
