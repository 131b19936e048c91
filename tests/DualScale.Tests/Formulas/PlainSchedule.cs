namespace DualScale.Tests.Formulas;

/// <summary>Noise schedules of docs/models.md, section 2: lists of β.</summary>
internal static class PlainSchedule
{
    /// <summary>β evenly spaced.</summary>
    public static double[] Linear(int timesteps, double first, double last) =>
        [.. Enumerable.Range(0, timesteps).Select(t => first + (last - first) * t / (timesteps - 1))];

    /// <summary>√β evenly spaced.</summary>
    public static double[] Quadratic(int timesteps, double first, double last) =>
        [.. Linear(timesteps, Math.Sqrt(first), Math.Sqrt(last)).Select(root => root * root)];

    /// <summary>
    /// Nichol and Dhariwal 2021, equation 17: ᾱ_t = f(t)/f(0), f(t) = cos²((t/T + s)/(1 + s)·π/2), s = 0.008; β at most 0.999.
    /// </summary>
    public static double[] Cosine(int timesteps)
    {
        return [.. Enumerable.Range(1, timesteps).Select(t => Math.Min(1 - F(t) / F(t - 1), 0.999))];

        double F(int t) => Math.Pow(Math.Cos(((double)t / timesteps + 0.008) / 1.008 * Math.PI / 2), 2);
    }

    /// <summary>ᾱ_t, the product of 1 - β up to and with t.</summary>
    public static double AlphaBar(double[] betas, int t) =>
        betas.Take(t + 1).Aggregate(1.0, (product, beta) => product * (1 - beta));
}
