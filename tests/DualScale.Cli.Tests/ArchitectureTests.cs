using DualScale.Tests.Metadata;

namespace DualScale.Cli.Tests;

/// <summary>The program's rooms, held by what the compiled types refer to: it parses, calls and shows.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Terminal"] = [],
        ["Commands"] = ["Terminal"],
        [""] = ["Commands", "Terminal"],
    };

    /// <summary>Comparing and rounding numbers is showing them; these are mathematics.</summary>
    private static readonly string[] Mathematics =
        ["Sqrt", "Pow", "Exp", "Log", "Log2", "Log10", "Sin", "Cos", "SinCos", "Tan", "Tanh", "Cbrt", "FusedMultiplyAdd"];

    private static readonly IReadOnlyList<CompiledType> Program = CompiledAssembly.Read("DualScale.Cli");

    [Fact]
    public void Folders_of_the_program_use_only_what_is_below_them() => None.Of(new Rooms(Floors).Violations(Program));

    [Fact]
    public void No_two_folders_of_the_program_are_above_each_other() => None.Of(new Rooms(Floors).Circles());

    [Fact]
    public void Every_folder_of_the_program_is_covered() => None.Of(new Rooms(Floors).Uncovered(Program));

    [Fact]
    public void Program_has_no_mathematics()
    {
        var numerics = Program.SelectMany(type => type.Types.Where(name =>
                name.StartsWith("DualScale.Numerics.", StringComparison.Ordinal) ||
                name.StartsWith("System.Numerics.", StringComparison.Ordinal) ||
                name.StartsWith("System.Runtime.Intrinsics.", StringComparison.Ordinal))
            .Select(name => $"{type.File} uses {name}"));
        var functions = Program.SelectMany(type => type.Calls.Where(call =>
                Mathematics.Any(function => call == $"System.Math.{function}" || call == $"System.MathF.{function}"))
            .Select(call => $"{type.File} calls {call}"));
        None.Of(numerics.Concat(functions));
        Assert.DoesNotContain(
            CompiledAssembly.References("DualScale.Cli"), name => name.StartsWith("MathNet", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_of_the_program_hold_one_type_each() => None.Of(SourceFiles.Crowded(Program));
}
