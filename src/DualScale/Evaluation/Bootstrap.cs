namespace DualScale.Evaluation;

/// <summary>Percentile bootstrap: how far a mean moves when its values are drawn again.</summary>
public static class Bootstrap
{
    /// <summary>The interval of the mean.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="resamples">Draws, at least 100. Default 10,000.</param>
    /// <param name="confidence">Of the interval, in (0, 1). Default 0.95.</param>
    /// <exception cref="ArgumentException">There are no values, too few draws, or no such confidence.</exception>
    public static (double Low, double High) MeanInterval(
        IReadOnlyList<double> values, ulong seed = 0, int resamples = 10_000, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            throw new ArgumentException("A bootstrap needs at least one value.", nameof(values));
        if (resamples < 100)
            throw new ArgumentException("A bootstrap needs at least 100 draws.", nameof(resamples));
        if (confidence is not (> 0 and < 1))
            throw new ArgumentException("The confidence of an interval lies between 0 and 1.", nameof(confidence));
        var stream = RandomStreams.Bootstrap(seed);
        var means = new double[resamples];
        for (var draw = 0; draw < resamples; draw++)
        {
            for (var i = 0; i < values.Count; i++)
                means[draw] += values[stream.Below((ulong)((long)draw * values.Count + i), values.Count)];
            means[draw] /= values.Count;
        }

        Array.Sort(means);
        return (Quantiles.Of<double>(means, (1 - confidence) / 2), Quantiles.Of<double>(means, (1 + confidence) / 2));
    }
}
