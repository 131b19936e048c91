using System.Reflection;

namespace DualScale.Tests.PublicApi;

/// <summary>The committed list of an assembly's public API, which a test holds the assembly against.</summary>
public static class ApprovedApi
{
    private const string Variable = "DUALSCALE_ACCEPT_API";

    /// <summary>Fails where the API is not the approved one, and says how; rewrites the list where that is asked for.</summary>
    /// <param name="assembly">The assembly.</param>
    public static void ShouldHold(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var path = Path.Combine(Repository.Root, "tests", $"{name}.Tests", "PublicApi", $"{name}.txt");
        var actual = ApiLines.Of(assembly);
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllLines(path, actual);
        }

        string[] approved = File.Exists(path) ? File.ReadAllLines(path) : [];
        var added = actual.Except(approved).Select(line => $"+ {line}");
        var removed = approved.Except(actual).Select(line => $"- {line}");
        string[] differences = [.. removed.Concat(added).OrderBy(line => line[2..], StringComparer.Ordinal)];
        Assert.True(
            actual.SequenceEqual(approved),
            $"""
            The public API of {name} is not the approved one:
            {(differences.Length > 0 ? string.Join("\n", differences) : "the same lines in another order")}
            If that is meant, run the test again with {Variable}=1 and commit {Path.GetRelativePath(Repository.Root, path)}.
            """);
    }
}
