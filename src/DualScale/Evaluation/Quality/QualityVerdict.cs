namespace DualScale.Evaluation.Quality;

/// <summary>What a measure says beside its floor.</summary>
public enum QualityVerdict
{
    /// <summary>Within the error of what real rows give against other real rows.</summary>
    Alike,

    /// <summary>Beyond it, as rows of another law are.</summary>
    Apart,

    /// <summary>Beyond it on the other side: nearer than fresh rows come, as copies of training rows do.</summary>
    Copied,

    /// <summary>None: there are too few rows for an error, or for one small enough to tell a difference from none.</summary>
    Unclear,
}
