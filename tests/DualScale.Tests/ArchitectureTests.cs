using System.Text.RegularExpressions;
using DualScale.Tests.Metadata;

namespace DualScale.Tests;

/// <summary>The library's rooms, held by what the compiled types refer to.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>What each folder of the library may use; no circle.</summary>
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        [""] = [],
        ["Numerics"] = [""],
        ["RandomStreams.cs"] = ["Numerics"],
        ["Interchange"] = [""],
        ["Tables"] = ["", "Numerics", "RandomStreams.cs", "Interchange"],
        ["Denoisers"] = ["", "Numerics"],
        ["Diffusion"] = ["", "Numerics", "RandomStreams.cs", "Interchange", "Tables", "Denoisers"],
        ["Training"] = ["", "Numerics", "RandomStreams.cs", "Interchange", "Tables", "Denoisers", "Diffusion"],
        ["Evaluation"] = ["", "Numerics", "RandomStreams.cs", "Tables", "Diffusion"],
    };

    /// <summary>What each folder of Numerics may use; no circle.</summary>
    private static readonly Dictionary<string, string[]> NumericsRooms = new()
    {
        ["Numerics/Random"] = [],
        ["Numerics/Kernels"] = [],
        ["Numerics/Parameters"] = ["Numerics/Random", "Numerics/Kernels"],
        ["Numerics/Operations"] = ["Numerics/Random", "Numerics/Kernels", "Numerics/Parameters"],
        ["Numerics/Graphs"] = ["Numerics/Parameters", "Numerics/Operations"],
        ["Numerics/Execution"] = ["Numerics/Kernels", "Numerics/Parameters"],
        ["Numerics/Execution/Cpu"] =
        [
            "Numerics/Random", "Numerics/Kernels", "Numerics/Parameters", "Numerics/Operations", "Numerics/Graphs",
            "Numerics/Execution",
        ],
        ["Numerics/Optimization"] = ["Numerics/Kernels", "Numerics/Parameters", "Numerics/Execution/Cpu"],
    };

    /// <summary>What a library must not do by itself: print, read the clock, draw from an unseeded stream, wait.</summary>
    private static readonly string[] Forbidden =
    [
        "System.Console.", "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.TimeProvider.get_System",
        "System.Diagnostics.Stopwatch.", "System.Environment.get_TickCount", "System.Random.", "System.Guid.NewGuid",
        "System.Threading.Thread.Sleep", "System.Diagnostics.Debug.Write", "System.Diagnostics.Trace.Write",
    ];

    private static readonly IReadOnlyList<CompiledType> Library = CompiledAssembly.Read("DualScale");

    [Fact]
    public void Folders_of_the_library_use_only_what_is_below_them() => None.Of(new Rooms(Floors).Violations(Library));

    [Fact]
    public void No_two_folders_of_the_library_are_above_each_other() => None.Of(new Rooms(Floors).Circles());

    [Fact]
    public void Every_folder_of_the_library_is_covered() => None.Of(new Rooms(Floors).Uncovered(Library));

    [Fact]
    public void Rooms_of_numerics_use_only_what_they_may() => None.Of(new Rooms(NumericsRooms).Violations(Numerics()));

    [Fact]
    public void No_two_rooms_of_numerics_are_above_each_other() => None.Of(new Rooms(NumericsRooms).Circles());

    [Fact]
    public void Every_room_of_numerics_is_covered() => None.Of(new Rooms(NumericsRooms).Uncovered(Numerics()));

    [Fact]
    public void Numerics_does_not_speak_of_diffusion()
    {
        var folder = Path.Combine(Repository.Root, "src", "DualScale", "Numerics");
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        var found = files.Where(file => DiffusionWords().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).ToArray();
        None.Of(found.Select(file => $"{file} speaks of diffusion"));
    }

    [Fact]
    public void Library_neither_prints_nor_asks_the_clock_nor_draws_unseeded()
    {
        var found = from type in Library
                    from call in type.Calls
                    where Forbidden.Any(forbidden => call.StartsWith(forbidden, StringComparison.Ordinal))
                    select $"{type.File} uses {call}";
        None.Of(found);
    }

    [Fact]
    public void Library_refers_to_no_other_project() =>
        Assert.DoesNotContain(
            CompiledAssembly.References("DualScale"), name => name.StartsWith("DualScale", StringComparison.Ordinal));

    [Fact]
    public void Files_of_the_library_hold_one_type_each() => None.Of(SourceFiles.Crowded(Library));

    private static CompiledType[] Numerics() =>
        [.. Library.Where(type => type.File.StartsWith("Numerics/", StringComparison.Ordinal))];

    // "Sample" alone is a word of any statistics; drawing them is not.
    [GeneratedRegex(@"time-?step|nois[ey]|denois|diffus|sampler|sigma|alpha.?bar|\bDDPM|\bDDIM|ᾱ", RegexOptions.IgnoreCase)]
    private static partial Regex DiffusionWords();
}
