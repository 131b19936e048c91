using System.Globalization;

namespace DualScale.Evaluation.Quality;

/// <summary>Numbers in sentences.</summary>
internal static class Words
{
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Some names, no more than fit into a sentence.</summary>
    public static string Names(IReadOnlyList<string> names, int most = 3) => names.Count <= most
        ? NameSuggestion.List(names) : Of($"{NameSuggestion.List(names.Take(most))} and {names.Count - most} more");
}
