using System.Text.RegularExpressions;

namespace DualScale.Tests;

/// <summary>Lines are as long as .editorconfig says, which no compiler checks.</summary>
public sealed partial class LineLengthTests
{
    private static readonly string[] Folders = ["src", "tests", "samples", "benchmarks"];

    /// <summary>Longer lines that there still are: to shrink to none.</summary>
    private const int Known = 1060;

    [Fact]
    public void Lines_of_code_are_as_long_as_the_editor_configuration_allows()
    {
        var most = int.Parse(
            MaxLineLength().Match(File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig"))).Groups[1].Value);
        string[] found =
        [
            .. from folder in Folders
               from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
               from line in File.ReadLines(file).Index()
               where line.Item.Length > most
               select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} has {line.Item.Length} characters",
        ];
        Assert.True(found.Length <= Known, $"{found.Length} lines, {Known} are known:\n{string.Join('\n', found)}");
    }

    [GeneratedRegex(@"max_line_length = (\d+)")]
    private static partial Regex MaxLineLength();
}
