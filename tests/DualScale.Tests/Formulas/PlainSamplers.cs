namespace DualScale.Tests.Formulas;

/// <summary>
/// The samplers of docs/models.md, sections 2 and 5, for one point: from a start point through timesteps t₀ > t₁ > …, with fresh noise
/// z(i) for step i. After the last timestep ᾱ is 1.
/// </summary>
internal sealed class PlainSamplers(double[] betas, int[] timesteps, Func<double[], int, double[]> predict, Func<int, double[]> z)
{
    public double[] Ddpm(double[] start) => Walk(start, (x, t, bar, before, fresh) =>
    {
        // Over a stride β is 1 - ᾱ_t/ᾱ_s.
        var (alpha, beta) = (bar / before, 1 - bar / before);
        var epsilon = predict(x, t);
        return Each(x, c =>
        {
            var clean = x[c] / Math.Sqrt(bar) - Math.Sqrt(1 / bar - 1) * epsilon[c];
            var mean = beta * Math.Sqrt(before) / (1 - bar) * clean + (1 - before) * Math.Sqrt(alpha) / (1 - bar) * x[c];
            return mean + Math.Sqrt(beta * (1 - before) / (1 - bar)) * fresh[c];
        });
    });

    /// <summary>Song, Meng and Ermon 2021, equations 12 and 16.</summary>
    public double[] Ddim(double[] start, double eta = 0) => Walk(start, (x, t, bar, before, fresh) =>
    {
        var sigma = eta * Math.Sqrt((1 - before) / (1 - bar)) * Math.Sqrt(1 - bar / before);
        var epsilon = predict(x, t);
        return Each(x, c =>
        {
            var clean = (x[c] - Math.Sqrt(1 - bar) * epsilon[c]) / Math.Sqrt(bar);
            return Math.Sqrt(before) * clean + Math.Sqrt(1 - before - sigma * sigma) * epsilon[c] + sigma * fresh[c];
        });
    });

    /// <summary>The grid paper's step, whose noise has the variance β·α(x_t, t).</summary>
    public double[] Grid(double[] start, Func<double[], int, double> factor) => Walk(start, (x, t, bar, before, fresh) =>
    {
        var beta = 1 - bar / before;
        var (epsilon, alpha) = (predict(x, t), factor(x, t));
        return Each(x, c => (x[c] - beta / Math.Sqrt(1 - bar) * epsilon[c]) / Math.Sqrt(1 - beta) + Math.Sqrt(beta * alpha) * fresh[c]);
    });

    /// <summary>Evenly spaced timesteps from T - 1 to 0, halves away from 0.</summary>
    public static int[] Spaced(int timesteps, int steps) => [.. Enumerable.Range(0, steps)
        .Select(i => (int)Math.Round((timesteps - 1) * (steps - 1.0 - i) / (steps - 1), MidpointRounding.AwayFromZero))];

    private double[] Walk(double[] start, Func<double[], int, double, double, double[], double[]> step)
    {
        var x = start;
        for (var i = 0; i < timesteps.Length; i++)
        {
            var last = i == timesteps.Length - 1;
            x = step(
                x, timesteps[i], PlainSchedule.AlphaBar(betas, timesteps[i]), last ? 1 : PlainSchedule.AlphaBar(betas, timesteps[i + 1]),
                last ? new double[x.Length] : z(i));
        }

        return x;
    }

    private static double[] Each(double[] x, Func<int, double> formula) => [.. Enumerable.Range(0, x.Length).Select(formula)];
}
