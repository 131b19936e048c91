using DualScale.Tests.Metadata;

namespace DualScale.Runs.Tests;

/// <summary>The rooms of the runs, held by what the compiled types refer to.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Documents"] = [],
        ["Figures"] = [],
        ["Configuration"] = [],
        ["Events"] = [],
        ["Results"] = ["Configuration", "Events"],
        [""] = ["Configuration", "Events", "Results"],
        ["Report"] = ["", "Configuration", "Documents", "Events", "Figures", "Quality", "Results"],
        ["Quality"] = ["Documents", "Figures", "Results"],
    };

    private static readonly IReadOnlyList<CompiledType> Runs = CompiledAssembly.Read("DualScale.Runs");

    [Fact]
    public void Folders_of_the_runs_use_only_what_is_below_them() => None.Of(new Rooms(Floors).Violations(Runs));

    [Fact]
    public void No_two_folders_of_the_runs_are_above_each_other() => None.Of(new Rooms(Floors).Circles());

    [Fact]
    public void Every_folder_of_the_runs_is_covered() => None.Of(new Rooms(Floors).Uncovered(Runs));

    [Fact]
    public void Runs_refer_to_the_library_only() => Assert.Equal(
        ["DualScale"],
        CompiledAssembly.References("DualScale.Runs").Where(name => name.StartsWith("DualScale", StringComparison.Ordinal)));

    [Fact]
    public void Runs_need_no_console() =>
        None.Of(Runs.Where(type => type.Types.Contains("System.Console")).Select(type => type.File));

    [Fact]
    public void Files_of_the_runs_hold_one_type_each() => None.Of(SourceFiles.Crowded(Runs));
}
