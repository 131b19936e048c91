namespace DualScale.Evaluation.Quality;

/// <summary>A column that all tables have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its kind in the real table.</param>
/// <param name="Levels">The texts of all tables, a blank last where there is one; null for numbers.</param>
/// <param name="HasBlank">Whether the last level stands for blanks.</param>
internal sealed record ComparedColumn(string Name, string Kind, IReadOnlyList<string>? Levels, bool HasBlank = false)
{
    public const string Blank = "(blank)";

    public bool IsNumber => Levels is null;

    /// <summary>The level that stands for blanks; -1 where none does.</summary>
    public int BlankLevel => HasBlank ? Levels!.Count - 1 : -1;
}
