namespace DualScale.Tables;

/// <summary>The kinds of columns by name. One more is a file of its own and a line here.</summary>
public static class ColumnKinds
{
    /// <summary>Name, description, and the kind with its default options.</summary>
    public static IReadOnlyList<(string Name, string Description, ColumnKind Kind)> All { get; } =
    [
        ("continuous", "numbers on a scale", new ContinuousKind()),
        ("integer", "whole numbers", new IntegerKind()),
        ("boolean", "two texts, one of which means yes", new BooleanKind()),
        ("category", "one of some texts without an order", new CategoryKind()),
        ("date", "dates, times, or both", new DateKind()),
        ("constant", "the same text everywhere", new ConstantKind()),
        ("identifier", "another text in every row, numbered anew in samples", new IdentifierKind()),
    ];

    /// <summary>The kind of a name, with its default options.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidInputException">There is no such kind; the message names the nearest.</exception>
    public static ColumnKind Find(string name) => All.FirstOrDefault(entry => entry.Name == name).Kind
        ?? throw new InvalidInputException(
            $"There is no kind of column '{name}'. {NameSuggestion.Hint(name, [.. All.Select(entry => entry.Name)])}");

    /// <summary>The name of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static string NameOf(ColumnKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return All.First(entry => entry.Kind.GetType() == kind.GetType()).Name;
    }
}
