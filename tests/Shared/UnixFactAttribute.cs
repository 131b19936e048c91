namespace DualScale.Tests;

/// <summary>A test of something that Windows does not have.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has nothing of the kind." : null;
}
