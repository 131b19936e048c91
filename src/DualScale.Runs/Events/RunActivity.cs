namespace DualScale.Runs;

/// <summary>Work that takes long enough to tell how far it is.</summary>
public enum RunActivity
{
    /// <summary>Training a model.</summary>
    Training,

    /// <summary>Drawing samples.</summary>
    Sampling,

    /// <summary>Computing log-likelihoods.</summary>
    Scoring,
}
