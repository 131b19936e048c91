using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Runs;

/// <summary>What a result is recorded with: versions, machine, command line.</summary>
internal static class Surroundings
{
    public const string Unknown = "unknown";

    public static string Version { get; } =
        typeof(Surroundings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? Unknown;

    public static string Machine { get; } =
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {Vectors()}";

    public static string Command => string.Join(' ', Environment.GetCommandLineArgs().Skip(1));

    private static string Vectors() =>
        Lanes.Wide ? "512-bit vectors" : Vector256.IsHardwareAccelerated ? "256-bit vectors" : "128-bit vectors";
}
