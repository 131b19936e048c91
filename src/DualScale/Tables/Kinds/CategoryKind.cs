namespace DualScale.Tables;

/// <summary>One of some texts that have no order.</summary>
public sealed record CategoryKind : CodeKind
{
    /// <summary>The most levels a category may have.</summary>
    public const int MaxLevels = 1000;

    /// <summary>The texts, 1 to <see cref="MaxLevels"/>, each once. Those of the table where empty, the default.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    internal override string Becomes => $"{Levels.Count} codes, read by the nearest";

    internal override IReadOnlyList<string> Texts => Levels;

    internal override void Validate(string place)
    {
        if (Levels.Count > MaxLevels)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{place} has {Levels.Count:N0} levels; at most {MaxLevels:N0} are supported, so join some or leave the column out."));
        }

        if (Levels.Any(level => level is null))
            throw new InvalidInputException($"{place}: one of the levels is empty; give it a text, '' for an empty one, or leave it out.");
        if (Levels.GroupBy(level => level).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
            throw new InvalidInputException($"{place}: the level '{CellText.Shorten(twice)}' stands there twice; leave one out.");
    }
}
