namespace DualScale.Diffusion;

/// <summary>The levels of each spacing, from much noise to little.</summary>
internal static class LevelSpacings
{
    private const double Rho = 7;

    private const double LargestScale = 2, FinestScale = 0.006;

    /// <exception cref="InvalidInputException">The spacing does not go with the levels, or the number of steps with the
    /// spacing.</exception>
    public static double[] Of(LevelSpacing spacing, NoiseLevels levels, int count)
    {
        if (levels is NoiseSchedule { Timesteps: var t } && count > t)
            throw new InvalidInputException($"sampling.steps is {count}; give 1 to {t}, the timesteps the model was trained on.");
        RequireCount(count);
        if (!levels.IsDiscrete && spacing is not
            (LevelSpacing.LogUniform or LevelSpacing.Karras or LevelSpacing.Scales or LevelSpacing.Density))
        {
            throw new InvalidInputException(
                $"sampling.spacing {Options.NameOf(spacing)} is one of timesteps and this model's noise levels are continuous; choose log-uniform, karras, scales or density.");
        }

        return spacing switch
        {
            LevelSpacing.Even => Even(levels, count),
            LevelSpacing.Linspace => Linspace(levels, count),
            LevelSpacing.Leading =>
                [.. Enumerable.Range(0, count).Reverse().Select(i => (double)(i * ((int)(levels.Most + 1) / count)))],
            LevelSpacing.Trailing =>
                [.. Enumerable.Range(0, count).Select(i => Math.Round(levels.Most + 1 - i * ((levels.Most + 1) / count)) - 1)],
            LevelSpacing.Density => ByDensity(levels, count),
            LevelSpacing.LogUniform => BySigma(levels, count, Math.Log, Math.Exp),
            LevelSpacing.Karras => BySigma(levels, count, sigma => Math.Pow(sigma, 1 / Rho), root => Math.Pow(root, Rho)),
            LevelSpacing.Scales => ByScale(levels, count, levels.Sigma(levels.Most), LargestScale, FinestScale),
            _ => throw new InvalidInputException(
                $"sampling.spacing is {spacing}; choose from {string.Join(", ", Enum.GetValues<LevelSpacing>().Select(value => Options.NameOf(value)))}."),
        };
    }

    private static void RequireCount(int count)
    {
        if (count is < 1 or > Sampler.MaxSteps)
            throw new InvalidInputException($"sampling.steps is {count}; give 1 to {Sampler.MaxSteps}.");
    }

    private static double[] Even(NoiseLevels levels, int count) => count == 1 ? [levels.Most]
        : [.. Enumerable.Range(0, count)
            .Select(i => Math.Round(levels.Most * (1 - (double)i / (count - 1)), MidpointRounding.AwayFromZero))];

    // numpy's order of operations, which decides ties.
    private static double[] Linspace(NoiseLevels levels, int count) => count == 1 ? [levels.Most]
        : [.. Enumerable.Range(0, count).Reverse().Select(i => Math.Round(i * (levels.Most / (count - 1))))];

    private static double[] ByDensity(NoiseLevels levels, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => i == 0 ? levels.Most : i == count - 1 ? levels.Least
            : levels.Quantile(1 - (double)i / (count - 1))).Distinct(),
    ];

    /// <summary>
    /// Levels even in ln(σ/√(1 + σ²/l²) + f): of standardised data, noise of more than the largest scale l leaves hardly
    /// anything, of less than the finest f changes little.
    /// </summary>
    /// <param name="levels">Those the model was trained on.</param>
    /// <param name="count">How many.</param>
    /// <param name="mostSigma">σ of the first.</param>
    /// <param name="largest">The largest scale.</param>
    /// <param name="finest">The finest scale.</param>
    /// <exception cref="InvalidInputException">The number is outside its range.</exception>
    public static double[] ByScale(NoiseLevels levels, int count, double mostSigma, double largest, double finest)
    {
        RequireCount(count);
        double To(double sigma) => Math.Log(sigma / Math.Sqrt(1 + Math.Pow(sigma / largest, 2)) + finest);
        double From(double place)
        {
            var scale = Math.Exp(place) - finest;
            return scale / Math.Sqrt(1 - Math.Pow(scale / largest, 2));
        }

        var (most, least) = (To(mostSigma), To(levels.Sigma(levels.Least)));
        var stride = count == 1 ? 0 : Math.Max((To(0) - most) / count, (least - most) / (count - 1));
        return [.. Enumerable.Range(0, count).Select(i => levels.OfSigma(From(most + i * stride))).Distinct()];
    }

    // Discrete levels are visited at the nearest timesteps, each once.
    private static double[] BySigma(NoiseLevels levels, int count, Func<double, double> to, Func<double, double> from)
    {
        var (most, least) = (to(levels.Sigma(levels.Most)), to(levels.Sigma(levels.Least)));
        var sigmas = Enumerable.Range(0, count)
            .Select(i => count == 1 ? from(most) : from(most + (least - most) * i / (count - 1)));
        return [.. sigmas.Select(levels.OfSigma).Distinct()];
    }
}
