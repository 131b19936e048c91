namespace DualScale.Reproduction;

/// <summary>What the seeds say of a claim.</summary>
internal enum Verdict
{
    /// <summary>The confidence interval has both signs, or there are too few seeds for one.</summary>
    Undecided,

    /// <summary>An improvement whose p-value stays under 0.05 with Holm's correction.</summary>
    Holds,

    /// <summary>An improvement whose p-value is under 0.05 by itself only.</summary>
    LeansFor,

    /// <summary>A worsening whose p-value is under 0.05 by itself only.</summary>
    LeansAgainst,

    /// <summary>A worsening whose p-value stays under 0.05 with Holm's correction.</summary>
    DoesNotHold,

    /// <summary>It is about another machine than this.</summary>
    NotTested,
}
