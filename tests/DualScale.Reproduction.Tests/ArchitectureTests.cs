using DualScale.Tests.Metadata;

namespace DualScale.Reproduction.Tests;

/// <summary>The rooms of the reproduction, held by what the compiled types refer to.</summary>
public sealed class ArchitectureTests
{
    /// <summary>A study names claims, measures and tables; the report and the session ask it for them.</summary>
    private static readonly Dictionary<string, string[]> Rooms = new() { [""] = ["Studies"], ["Studies"] = [""] };

    private static readonly IReadOnlyList<CompiledType> Reproduction = CompiledAssembly.Read("DualScale.Reproduction");

    [Fact]
    public void Folders_of_the_reproduction_use_only_what_they_may() => None.Of(new Rooms(Rooms).Violations(Reproduction));

    [Fact]
    public void Every_folder_of_the_reproduction_is_covered() => None.Of(new Rooms(Rooms).Uncovered(Reproduction));

    [Fact]
    public void Reproduction_refers_to_the_library_and_the_runs_only() => Assert.Equal(
        ["DualScale", "DualScale.Runs"],
        CompiledAssembly.References("DualScale.Reproduction")
            .Where(name => name.StartsWith("DualScale", StringComparison.Ordinal)).Order());

    [Fact]
    public void Reproduction_needs_no_console() =>
        Assert.DoesNotContain(Reproduction, type => type.Types.Contains("System.Console"));

    [Fact]
    public void Files_of_the_reproduction_hold_one_type_each() => None.Of(SourceFiles.Crowded(Reproduction));
}
