namespace DualScale.Tables;

/// <summary>A condition as it was given, or several of one column.</summary>
/// <param name="Texts">What was written.</param>
/// <param name="IsRule">Whether it is a rule.</param>
internal sealed record ConditionText(IReadOnlyList<string> Texts, bool IsRule)
{
    public ConditionText And(ConditionText other) => this with { Texts = [.. Texts, .. other.Texts] };

    /// <summary>A refusal of it.</summary>
    /// <param name="problem">What is wrong with it, and what to do; a full stop is set where no sign ends it.</param>
    public TableConditionException Fault(string problem) =>
        new(this, problem.EndsWith('.') || problem.EndsWith('?') ? problem : problem + '.');

    /// <summary>It in quotation marks, for messages.</summary>
    public override string ToString() => string.Join(" and ", Texts.Select(text => $"'{CellText.Shorten(text)}'"));
}
