using System.Text.RegularExpressions;

namespace DualScale.Tests;

/// <summary>Dependencies between the folders of the library point one way.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Numerics"] = [],
        ["Interchange"] = [],
        ["Tables"] = ["Numerics", "Interchange"],
        ["Denoisers"] = ["Numerics"],
        ["Diffusion"] = ["Numerics", "Denoisers", "Tables", "Interchange"],
        ["Training"] = ["Numerics", "Denoisers", "Diffusion", "Tables", "Interchange"],
        ["Evaluation"] = ["Numerics", "Tables", "Diffusion"],
    };

    public static TheoryData<string> Folders => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_uses_only_what_is_below_it(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "src", "DualScale", folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var used = Uses().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Where(name => name != folder);
            Assert.All(used, name => Assert.True(Allowed[folder].Contains(name), $"{Path.GetFileName(file)} uses {name}, which is not below {folder}."));
        }
    }

    [Fact]
    public void No_two_folders_are_above_each_other()
    {
        // Takes off the lowest floor as long as there is one.
        var left = Allowed.Keys.ToArray();
        for (var more = true; more;)
        {
            var above = left.Where(folder => Allowed[folder].Any(left.Contains)).ToArray();
            (more, left) = (above.Length < left.Length, above);
        }

        Assert.Empty(left);
    }

    [Fact]
    public void Every_folder_is_covered() => Assert.Equal(
        Allowed.Keys.Order(),
        Directory.GetDirectories(Path.Combine(Repository.Root, "src", "DualScale")).Select(path => Path.GetFileName(path)!).Where(name => name is not ("bin" or "obj")).Order());

    [Fact]
    public void Library_neither_prints_nor_asks_the_clock_for_the_time()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "src", "DualScale"), "*.cs", SearchOption.AllDirectories))
            Assert.DoesNotMatch(@"\bConsole\.|DateTime\.(Utc)?Now|Random\.Shared", File.ReadAllText(file));
    }

    [GeneratedRegex(@"(?m)^using DualScale\.(\w+)")]
    private static partial Regex Uses();
}
