namespace DualScale.Tests;

/// <summary>A test of what the program does on Linux alone; elsewhere it counts as skipped.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only on Linux a file's kind is asked for.";
}
