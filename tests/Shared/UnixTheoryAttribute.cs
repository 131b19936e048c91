namespace DualScale.Tests;

/// <summary>A test with data of something that Windows does not have.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has nothing of the kind." : null;
}
