namespace DualScale.Reproduction;

/// <summary>What the seeds say of a claim.</summary>
internal enum Verdict
{
    /// <summary>The whole confidence interval lies on the claimed side.</summary>
    Holds,

    /// <summary>The whole interval lies on the other side.</summary>
    DoesNotHold,

    /// <summary>The interval has both sides in it, or there are too few seeds for one.</summary>
    Undecided,
}
