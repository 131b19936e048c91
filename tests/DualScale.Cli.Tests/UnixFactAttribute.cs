namespace DualScale.Cli.Tests;

/// <summary>A fact about file descriptors, signals or shells as Unix has them; elsewhere it counts as skipped.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "It needs a Unix shell." : null;
}
