namespace DualScale;

/// <summary>Finds what someone probably meant.</summary>
public static class NameSuggestion
{
    /// <summary>The known name nearest to the given one by edit distance, or null where none is near.</summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What could have been.</param>
    public static string? Closest(string given, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(known);
        var best = known.Select(name => (Name: name, Distance: Distance(given.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(pair => pair.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(2, given.Length / 3) &&
            best.Distance < given.Length ? best.Name : null;
    }

    /// <summary>A sentence that names what there is: "Did you mean 'x'?" or "There are a, b, c."</summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What could have been.</param>
    public static string Hint(string given, IReadOnlyCollection<string> known) =>
        Closest(given, known) is { } name ? $"Did you mean '{name}'?" : $"There are {List(known)}.";

    /// <summary>Names with commas between; one that holds a comma itself stands in quotation marks.</summary>
    /// <param name="names">The names.</param>
    public static string List(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return string.Join(", ", names.Select(name => name.Contains(',') ? $"'{name}'" : name));
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
