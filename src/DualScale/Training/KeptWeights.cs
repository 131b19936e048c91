namespace DualScale.Training;

/// <summary>Which averaged weights a training ends with.</summary>
public enum KeptWeights
{
    /// <summary>Those after the last step.</summary>
    Last,

    /// <summary>Those with the least loss on held-out rows.</summary>
    Best,
}
