namespace DualScale.Tables;

/// <summary>How the numbers of a column are brought to a scale that a network learns well.</summary>
public enum NumberScale
{
    /// <summary>By their empirical distribution to a standard normal.</summary>
    Quantile,

    /// <summary>By their mean and standard deviation.</summary>
    Standard,
}
