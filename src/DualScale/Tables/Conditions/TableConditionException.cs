namespace DualScale.Tables;

/// <summary>
/// Thrown when no row of a table can be as a condition has it. The message begins with the condition as it was given.
/// </summary>
public sealed class TableConditionException : InvalidInputException
{
    internal TableConditionException(ConditionText condition, string problem) : base($"{condition}: {problem}") =>
        (Conditions, IsRule, Problem) = ([.. condition.Texts.Select(CellText.Shorten)], condition.IsRule, problem);

    /// <summary>The condition as it was given, its end left out where it is long; several of one column where they do not go
    /// together.</summary>
    public IReadOnlyList<string> Conditions { get; }

    /// <summary>Whether it is one of <see cref="TableConditions.Rules"/>; otherwise of
    /// <see cref="TableConditions.Where"/>.</summary>
    public bool IsRule { get; }

    /// <summary>What is wrong with it, and what to do: the message without the condition.</summary>
    public string Problem { get; }
}
