namespace DualScale.Cli.Tests;

/// <summary>A theory that runs a shell; where that is not installed, it counts as skipped.</summary>
internal sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string shell) => Skip = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, shell))) ? null : $"There is no {shell} here.";
}
