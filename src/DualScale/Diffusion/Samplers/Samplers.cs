namespace DualScale.Diffusion;

/// <summary>The samplers: each turns a schedule into the list of steps that leads from noise to points.</summary>
public static class Samplers
{
    /// <summary>
    /// The ancestral sampler of DDPM (docs/models.md, section 2). With fewer steps than timesteps it walks evenly spaced ones, with β
    /// taken over the whole stride.
    /// </summary>
    /// <param name="schedule">The schedule the model was trained on.</param>
    /// <param name="steps">Steps, 1 to T; all T where null.</param>
    /// <exception cref="InvalidInputException">The number of steps is outside its range, or so low that a step is wider than the schedule bears.</exception>
    public static IReadOnlyList<ReverseStep> Ddpm(NoiseSchedule schedule, int? steps = null) => Walk(schedule, steps, (t, previous) =>
    {
        const double SmallestVariance = 1e-20;
        var (bar, barPrevious) = (schedule.AlphaBar(t), schedule.AlphaBar(previous));
        var alpha = bar / barPrevious;
        var beta = 1 - alpha;
        var ofClean = beta * Math.Sqrt(barPrevious) / (1 - bar);
        var ofPoint = (1 - barPrevious) * Math.Sqrt(alpha) / (1 - bar);
        var variance = Math.Max(beta * (1 - barPrevious) / (1 - bar), SmallestVariance);

        // mean = ofClean·x̂_0 + ofPoint·x with x̂_0 = x/√ᾱ - √(1/ᾱ - 1)·ε.
        return new ReverseStep(t, ofClean / Math.Sqrt(bar) + ofPoint, -ofClean * Math.Sqrt(1 / bar - 1), previous < 0 ? 0 : Math.Sqrt(variance));
    });

    /// <summary>
    /// DDIM (Song, Meng, Ermon 2021, equation 12): x ← √ᾱ_s·x̂_0 + √(1 - ᾱ_s - σ²)·ε + σ·z, s the next timestep down.
    /// </summary>
    /// <param name="schedule">The schedule the model was trained on.</param>
    /// <param name="steps">Steps, 1 to T; all T where null.</param>
    /// <param name="eta">The share of DDPM's randomness in σ, in [0, 1]. Default 0: deterministic.</param>
    /// <exception cref="InvalidInputException">The number of steps or η is outside its range, or a step is wider than the schedule bears.</exception>
    public static IReadOnlyList<ReverseStep> Ddim(NoiseSchedule schedule, int? steps = null, double eta = 0)
    {
        if (!(eta is >= 0 and <= 1))
            throw new InvalidInputException($"sampling.eta is {eta}; give a number from 0 to 1.");
        return Walk(schedule, steps, (t, previous) =>
        {
            var (bar, barPrevious) = (schedule.AlphaBar(t), schedule.AlphaBar(previous));
            var sigma = eta * Math.Sqrt((1 - barPrevious) / (1 - bar) * (1 - bar / barPrevious));
            var ofClean = Math.Sqrt(barPrevious);
            var ofNoise = Math.Sqrt(Math.Max(0, 1 - barPrevious - sigma * sigma));
            return new ReverseStep(t, ofClean / Math.Sqrt(bar), ofNoise - ofClean * Math.Sqrt(1 / bar - 1), sigma);
        });
    }

    /// <summary>
    /// The paper's step for a model with a noise grid (docs/models.md, section 5): x ← (x - β/√(1 - ᾱ)·ε)/√(1 - β) + √(β·α(x, t))·z,
    /// without z in the last step.
    /// </summary>
    /// <param name="schedule">The schedule the model was trained on.</param>
    /// <param name="steps">Steps, 1 to T; all T where null.</param>
    /// <exception cref="InvalidInputException">The number of steps is outside its range, or so low that a step is wider than the schedule bears.</exception>
    public static IReadOnlyList<ReverseStep> Grid(NoiseSchedule schedule, int? steps = null) => Walk(schedule, steps, (t, previous) =>
    {
        var bar = schedule.AlphaBar(t);
        var beta = 1 - bar / schedule.AlphaBar(previous);
        var ofPoint = 1 / Math.Sqrt(1 - beta);
        return new ReverseStep(t, ofPoint, -ofPoint * beta / Math.Sqrt(1 - bar), previous < 0 ? 0 : Math.Sqrt(beta), ByGrid: true);
    });

    private static ReverseStep[] Walk(NoiseSchedule schedule, int? steps, Func<int, int, ReverseStep> step)
    {
        var count = steps ?? schedule.Timesteps;
        if (count < 1 || count > schedule.Timesteps)
            throw new InvalidInputException($"sampling.steps is {count}; give 1 to {schedule.Timesteps}, the timesteps the model was trained on.");
        var walk = new ReverseStep[count];
        for (var i = 0; i < count; i++)
        {
            walk[i] = step(Timestep(i), i + 1 < count ? Timestep(i + 1) : -1);
            if (!float.IsFinite((float)walk[i].Point) || !float.IsFinite((float)walk[i].Noise))
                throw new InvalidInputException($"sampling.steps is {count}, and step {i + 1} of them is wider than this schedule bears; take more steps.");
        }

        return walk;

        int Timestep(int i) => count == 1
            ? schedule.Timesteps - 1
            : (int)Math.Round((schedule.Timesteps - 1) * (1 - (double)i / (count - 1)), MidpointRounding.AwayFromZero);
    }
}
