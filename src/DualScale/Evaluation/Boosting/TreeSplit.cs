namespace DualScale.Evaluation.Boosting;

/// <summary>Where a node parts its rows: a feature and a bit for each of its 256 bins.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Gain">How much the loss falls by it, doubled; 0 where there is no split.</param>
/// <param name="Left0">The bits of bins 0 to 63: set where rows go left.</param>
/// <param name="Left1">Of bins 64 to 127.</param>
/// <param name="Left2">Of bins 128 to 191.</param>
/// <param name="Left3">Of bins 192 to 255.</param>
internal readonly record struct TreeSplit(int Feature, double Gain, ulong Left0, ulong Left1, ulong Left2, ulong Left3)
{
    /// <summary>A split of the bins that go left.</summary>
    public static TreeSplit Of(int feature, double gain, ReadOnlySpan<bool> left)
    {
        Span<ulong> bits = stackalloc ulong[4];
        for (var bin = 0; bin < left.Length; bin++)
            bits[bin >> 6] |= left[bin] ? 1ul << (bin & 63) : 0;
        return new TreeSplit(feature, gain, bits[0], bits[1], bits[2], bits[3]);
    }

    /// <summary>Whether rows of a bin go left.</summary>
    public bool GoesLeft(byte bin)
    {
        var word = (bin >> 6) switch { 0 => Left0, 1 => Left1, 2 => Left2, _ => Left3 };
        return (word >> (bin & 63) & 1) != 0;
    }
}
