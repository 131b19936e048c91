namespace DualScale.Evaluation.Quality;

/// <summary>A column that all tables have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind in the real table.</param>
/// <param name="Levels">The texts of all tables, a blank last where there is one; null for numbers.</param>
internal sealed record ComparedColumn(string Name, string Kind, IReadOnlyList<string>? Levels)
{
    public const string Blank = "(blank)";

    public bool IsNumber => Levels is null;
}
