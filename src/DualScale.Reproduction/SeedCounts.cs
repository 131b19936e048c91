using System.Globalization;

namespace DualScale.Reproduction;

/// <summary>How many seeds each point set gets.</summary>
/// <param name="Default">Seeds of a point set that has no number of its own, 1 to 1,000.</param>
/// <param name="Own">The numbers of others, by the point set's name.</param>
internal sealed record SeedCounts(int Default, IReadOnlyDictionary<string, int> Own)
{
    private const int Most = 1_000;

    /// <summary>As many seeds for every point set.</summary>
    public static SeedCounts All(int count) => new(count, new Dictionary<string, int>());

    /// <summary>Reads <c>3</c>, or <c>3,dino=5</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="standard">The number where the text gives only those of single point sets.</param>
    /// <param name="names">The point sets that there are.</param>
    /// <exception cref="InvalidInputException">It is no such text.</exception>
    public static SeedCounts Parse(string text, int standard, IReadOnlyList<string> names)
    {
        var own = new Dictionary<string, int>();
        foreach (var part in text.Length == 0 ? [] : text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [var name, var count])
                standard = Count(part);
            else if (!names.Contains(name))
                throw new InvalidInputException(
                    $"--seeds {text} speaks of '{name}', which --data has not. {NameSuggestion.Hint(name, [.. names])}");
            else if (!own.TryAdd(name, Count(count)))
                throw new InvalidInputException($"--seeds {text} speaks of '{name}' twice; leave one out.");
        }

        return new SeedCounts(standard, own);

        int Count(string number) =>
            int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value is >= 1 and <= Most ? value : throw new InvalidInputException(
                $"--seeds is {text}; give 1 to {Most}, and for single point sets such as 3,dino=5.");
    }

    /// <summary>The seeds of a point set.</summary>
    public int Of(string name) => Own.GetValueOrDefault(name, Default);
}
