namespace DualScale;

/// <summary>The range of a number among options.</summary>
/// <param name="least">The smallest value.</param>
/// <param name="most">The largest value.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionRangeAttribute(double least, double most) : Attribute
{
    /// <summary>The smallest value.</summary>
    public double Least => least;

    /// <summary>The largest value.</summary>
    public double Most => most;

    /// <summary>Whether the largest value itself is excluded. Default false.</summary>
    public bool BelowMost { get; init; }

    /// <summary>Whether only even numbers are allowed. Default false.</summary>
    public bool Even { get; init; }

    /// <summary>Whether a number is in the range.</summary>
    /// <param name="value">The number.</param>
    public bool Holds(double value) => value >= least && (BelowMost ? value < most : value <= most) && (!Even || value % 2 == 0);

    /// <summary>The range in words, such as "an even number from 4 to 4096".</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{(Even ? "an even number from " : BelowMost ? "a number from " : "")}{least} {(BelowMost ? "up to but not" : "to")} {most}");
}
