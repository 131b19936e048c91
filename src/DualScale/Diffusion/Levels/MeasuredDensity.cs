namespace DualScale.Diffusion;

/// <summary>
/// A density of ln σ in equal bins between the bounds. A training that is given one measures it anew as it goes
/// (docs/scale-space.md); its model has the last.
/// </summary>
public sealed record MeasuredDensity : LevelDensity
{
    /// <summary>Bins of a density that is yet to be measured.</summary>
    public const int DefaultBins = 48;

    private readonly double[] _sums;

    /// <summary>Creates the density.</summary>
    /// <param name="shares">How often each bin is drawn, from little noise to much: 2 to 4096 numbers above 0, in any unit; equal
    /// ones where null, the default.</param>
    /// <exception cref="InvalidInputException">A number is outside its range.</exception>
    public MeasuredDensity(IReadOnlyList<double>? shares = null)
    {
        shares ??= [.. Enumerable.Repeat(1.0, DefaultBins)];
        if (shares.Count is < 2 or > 4096 || !shares.All(share => share > 0 && double.IsFinite(share)))
            throw new InvalidInputException("diffusion.density has bins that are not above 0; give 2 to 4096 positive numbers.");
        var total = shares.Sum();
        Shares = [.. shares.Select(share => share / total)];
        _sums = new double[shares.Count + 1];
        for (var i = 0; i < shares.Count; i++)
            _sums[i + 1] = _sums[i] + Shares[i];
    }

    /// <summary>How often each bin is drawn, from little noise to much; they sum to 1.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <inheritdoc/>
    public override double Quantile(double share, double least, double most)
    {
        var bin = Array.BinarySearch(_sums, share);
        bin = Math.Clamp(bin < 0 ? ~bin - 1 : bin, 0, Shares.Count - 1);
        var within = Math.Clamp((share - _sums[bin]) / Shares[bin], 0, 1);
        return Math.Clamp(least * Math.Pow(most / least, (bin + within) / Shares.Count), least, most);
    }

    /// <summary>Two densities are equal where their shares are.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(MeasuredDensity? other) => other is not null && Shares.SequenceEqual(other.Shares);

    /// <inheritdoc/>
    public override int GetHashCode() => Shares.Aggregate(0, HashCode.Combine);
}
