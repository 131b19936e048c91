namespace DualScale.Cli.Terminal;

/// <summary>Paths in commands that a user may type as they are shown.</summary>
internal static class Quoted
{
    /// <summary>A path, between double quotes where a shell would divide it.</summary>
    public static string Of(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
