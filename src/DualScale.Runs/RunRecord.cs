using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Interchange;

namespace DualScale.Runs;

/// <summary>What a run was: its seed, versions, machine and command line.</summary>
internal static class RunRecord
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Version { get; } =
        typeof(RunRecord).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static string Machine { get; } =
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Vectors()}";

    public static JsonObject Create(Run run, int parameters) => new()
    {
        ["out"] = run.Files.Directory,
        ["model"] = run.ModelName,
        ["data"] = run.DataName,
        ["seed"] = run.Configuration.Training.Seed,
        ["parameters"] = parameters,
        ["version"] = Version,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["machine"] = Machine,
        ["command"] = string.Join(' ', Environment.GetCommandLineArgs().Skip(1)),
    };

    public static void Write(JsonObject record, string path) =>
        AtomicFile.WriteText(path, record.ToJsonString(Indented) + "\n");

    private static string Vectors() => Vector512.IsHardwareAccelerated ? "512-bit vectors" : Vector256.IsHardwareAccelerated ? "256-bit vectors" : "128-bit vectors";
}
