namespace DualScale.Tests;

/// <summary>The checkout the tests run in.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "DualScale.slnx")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
