using System.Text.RegularExpressions;

namespace DualScale.Tests;

/// <summary>
/// Lines are as long as .editorconfig says, which no compiler checks. The text of a message does not count: it stays in one
/// piece, so that it can be found.
/// </summary>
public sealed partial class LineLengthTests
{
    private static readonly string[] Folders = ["src", "tests", "samples", "benchmarks"];

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
               where Text().Replace(line.Item, "").Length > most
               select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Index + 1} has {line.Item.Length} characters",
        ];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    [GeneratedRegex(@"max_line_length = (\d+)")]
    private static partial Regex MaxLineLength();

    [GeneratedRegex(@"(?<="")(?:[^""\\]|\\.)+(?="")")]
    private static partial Regex Text();
}
