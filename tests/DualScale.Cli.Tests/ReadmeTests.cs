using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>What the README says is true.</summary>
[Collection("console")]
public sealed class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Readme_is_short() => Assert.True(Readme.Split('\n').Length < 200);

    [Fact]
    public void Continuous_integration_runs_the_commands_of_the_readme()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run"));
        Assert.Contains("dotnet run -c Release --project src/DualScale.Cli -- quickstart", Readme);
        Assert.Contains("dotnet run -c Release --project src/DualScale.Cli -- quickstart", script);
        Assert.Contains("dualscale reproduce all --quick --out", Readme);
        Assert.Contains("dotnet run -c Release --project src/DualScale.Cli -- reproduce all --quick --out", script);
        Assert.Contains("\ndotnet test -c Release\n", Readme);
        Assert.EndsWith("\ndotnet test -c Release\n", script);
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(Readme,
            @"\]\(([^)#]+)"))
            Assert.True(Path.Exists(Path.Combine(Repository.Root, link.Groups[1].Value)), link.Value);
    }

    [Fact]
    public void Library_example_is_the_one_that_is_compiled_and_run()
    {
        var example = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "DualScale.Cli.Tests", "ReadmeExample.cs"))
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("using ") || line.StartsWith("var ") || line.StartsWith("TableWriter") ||
                line.StartsWith("Console"));
        var code = Readme.Split("```csharp\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(code, example);
    }

    [Fact]
    public void Table_example_is_that_of_the_sample()
    {
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "TableToTable", "Program.cs"));
        var example = Readme.Split("```csharp\n")[2].Split("```")[0].Trim();
        Assert.Contains("TableQuality.Compare", example);
        Assert.Contains(example, sample);
    }

    [Fact]
    public void Library_example_writes_more_points()
    {
        using var folder = new TemporaryFolder();
        var before = (Directory.GetCurrentDirectory(), Console.Out);
        try
        {
            Directory.SetCurrentDirectory(folder.Path);
            Console.SetOut(new StringWriter());
            TableWriter.Write(Shapes.Generate("moons", 300), "points.csv");
            ReadmeExample.Run();
            Assert.Equal(1000, TableReader.Read("more.csv").Count);
        }
        finally
        {
            Directory.SetCurrentDirectory(before.Item1);
            Console.SetOut(before.Out);
        }
    }
}
