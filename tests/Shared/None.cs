namespace DualScale.Tests;

/// <summary>Assertion that a list of complaints is empty, which shows all of them.</summary>
public static class None
{
    public static void Of(IEnumerable<string> complaints)
    {
        string[] found = [.. complaints.Distinct()];
        Assert.True(found.Length == 0, string.Join("\n", found));
    }
}
