namespace DualScale.Tests.Formulas;

/// <summary>
/// The samplers of docs/models.md, sections 2 and 5, for one point: down a path of levels and from the last to none. Those
/// made for levels where a² + s² is 1 divide the point by √(a² + s²) elsewhere.
/// </summary>
/// <param name="path">The levels, from much noise to little.</param>
/// <param name="predict">ε̂ of a point at a level.</param>
/// <param name="z">The fresh noise of step 0, 1, ….</param>
internal sealed class PlainSamplers(PlainLevel[] path, Func<double[], PlainLevel, double[]> predict, Func<int, double[]> z)
{
    public double[] Ddpm(double[] start) => Walk(start, (noisy, level, next, fresh) =>
    {
        // Over a stride β is 1 - ᾱ_t/ᾱ_s.
        var (bar, before) = (level.AlphaBar, next.AlphaBar);
        var (alpha, beta) = (bar / before, 1 - bar / before);
        var (x, epsilon) = (Each(noisy, c => noisy[c] / level.Size), predict(noisy, level));
        return Each(x, c =>
        {
            var clean = x[c] / Math.Sqrt(bar) - Math.Sqrt(1 / bar - 1) * epsilon[c];
            var mean = beta * Math.Sqrt(before) / (1 - bar) * clean + (1 - before) * Math.Sqrt(alpha) / (1 - bar) * x[c];
            return next.Size * (mean + Math.Sqrt(beta * (1 - before) / (1 - bar)) * fresh[c]);
        });
    });

    /// <summary>Song, Meng and Ermon 2021, equations 12 and 16.</summary>
    public double[] Ddim(double[] start, double eta) => Walk(start, (noisy, level, next, fresh) =>
    {
        var (bar, before) = (level.AlphaBar, next.AlphaBar);
        var sigma = eta * Math.Sqrt((1 - before) / (1 - bar)) * Math.Sqrt(1 - bar / before);
        var (x, epsilon) = (Each(noisy, c => noisy[c] / level.Size), predict(noisy, level));
        return Each(x, c =>
        {
            var clean = (x[c] - Math.Sqrt(1 - bar) * epsilon[c]) / Math.Sqrt(bar);
            var along = Math.Sqrt(1 - before - sigma * sigma) * epsilon[c];
            return next.Size * (Math.Sqrt(before) * clean + along + sigma * fresh[c]);
        });
    });

    /// <summary>The grid paper's step, whose noise has the variance β·α(x_t, t).</summary>
    public double[] Grid(double[] start, Func<double[], PlainLevel, double> factor) => Walk(start, (x, level, next, fresh) =>
    {
        var bar = level.AlphaBar;
        var beta = 1 - bar / next.AlphaBar;
        var (epsilon, alpha) = (predict(x, level), factor(x, level));
        return Each(
            x, c => (x[c] - beta / Math.Sqrt(1 - bar) * epsilon[c]) / Math.Sqrt(1 - beta) + Math.Sqrt(beta * alpha) * fresh[c]);
    });

    /// <summary>Karras et al. 2022, equation 3 with σ(t) = t, of y = x/a.</summary>
    public double[] Euler(double[] start) => Walk(start, (x, level, next, _) =>
    {
        var slope = predict(x, level);
        return Each(x, c => next.A * (x[c] / level.A + (next.S / next.A - level.S / level.A) * slope[c]));
    });

    /// <summary>Song et al. 2021 (score matching through stochastic differential equations), equation 47, of y = x/a.</summary>
    public double[] AncestralEuler(double[] start) => Walk(start, (x, level, next, fresh) =>
    {
        // The score of y at σ is -ε̂/σ.
        var (variance, varianceNext) = (Math.Pow(level.S / level.A, 2), Math.Pow(next.S / next.A, 2));
        var score = predict(x, level).Select(e => -e / Math.Sqrt(variance)).ToArray();
        return Each(x, c => next.A * (x[c] / level.A + (variance - varianceNext) * score[c] +
            Math.Sqrt(varianceNext * (variance - varianceNext) / variance) * fresh[c]));
    });

    /// <summary>Karras et al. 2022, algorithm 2, of y = x/a and σ = s/a.</summary>
    public double[] Churning(
        double[] start, (double Churn, double Noise, double From, double To) options, Func<double, PlainLevel> ofSigma)
    {
        var x = start;
        for (var i = 0; i < path.Length; i++)
        {
            var (sigma, y) = (path[i].S / path[i].A, Each(x, c => x[c] / path[i].A));
            var gamma = sigma >= options.From && sigma <= options.To
                ? Math.Min(options.Churn / path.Length, Math.Sqrt(2) - 1) : 0;
            var raised = gamma > 0 ? ofSigma(sigma + gamma * sigma) : path[i];
            var hat = raised.S / raised.A;
            var spread = options.Noise * Math.Sqrt(Math.Max(0, hat * hat - sigma * sigma));
            var yHat = Each(x, c => y[c] + spread * z(i)[c]);
            var slope = predict(Each(x, c => raised.A * yHat[c]), raised);
            var next = i + 1 < path.Length ? path[i + 1] : PlainLevel.None;
            var sigmaNext = next.S / next.A;
            var euler = Each(x, c => next.A * (yHat[c] + (sigmaNext - hat) * slope[c]));
            if (sigmaNext == 0)
                return euler;
            var corrected = predict(euler, next);
            x = Each(x, c => next.A * (yHat[c] + (sigmaNext - hat) * (slope[c] + corrected[c]) / 2));
        }

        return x;
    }

    /// <summary>Karras et al. 2022, algorithm 1, of y = x/a and σ = s/a; the last step is Euler's.</summary>
    public double[] Heun(double[] start) => Walk(start, (x, level, next, _) =>
    {
        var (sigma, sigmaNext) = (level.S / level.A, next.S / next.A);
        var slope = predict(x, level);
        var euler = Each(x, c => next.A * (x[c] / level.A + (sigmaNext - sigma) * slope[c]));
        if (next.S == 0)
            return euler;
        var corrected = predict(euler, next);
        return Each(x, c => next.A * (x[c] / level.A + (sigmaNext - sigma) * (slope[c] + corrected[c]) / 2));
    });

    /// <summary>Lu et al. 2022, DPM-Solver++, algorithm 2; first order in the first step and the last.</summary>
    public double[] DpmSolver(double[] start)
    {
        double[]? cleanBefore = null;
        var strideBefore = 0.0;
        return Walk(start, (x, level, next, _) =>
        {
            var epsilon = predict(x, level);
            var clean = Each(x, c => (x[c] - level.S * epsilon[c]) / level.A);
            if (next.S == 0)
                return clean;
            var h = Math.Log(next.A / next.S) - Math.Log(level.A / level.S);
            var r = strideBefore / h;
            var d = cleanBefore is null ? clean : Each(x, c => (1 + 1 / (2 * r)) * clean[c] - 1 / (2 * r) * cleanBefore[c]);
            (cleanBefore, strideBefore) = (clean, h);
            return Each(x, c => next.S / level.S * x[c] - next.A * (Math.Exp(-h) - 1) * d[c]);
        });
    }

    /// <summary>
    /// Salimans and Ho 2022, appendix D: z = x/√(a² + s²) moves along the angle with velocity v = cos θ·ε̂ - sin θ·x̂₀; the
    /// polynomial through the last velocities by Lagrange, integrated by Simpson's rule, which is exact for it.
    /// </summary>
    public double[] Angular(double[] start)
    {
        List<(double Angle, double[] Velocity)> known = [];
        return Walk(start, (x, level, next, _) =>
        {
            var epsilon = predict(x, level);
            var (angle, angleNext) = (Math.Atan2(level.S, level.A), Math.Atan2(next.S, next.A));
            known.Add((angle, Each(x, c =>
                (Math.Cos(angle) + Math.Sin(angle) * level.S / level.A) * epsilon[c] - Math.Sin(angle) / level.A * x[c])));
            var nodes = known.TakeLast(next.S == 0 ? 2 : 3).ToArray();
            double At(double theta, int c) => nodes.Sum(node => node.Velocity[c] *
                nodes.Where(other => other.Angle != node.Angle)
                    .Aggregate(1.0, (product, other) => product * (theta - other.Angle) / (node.Angle - other.Angle)));
            return Each(x, c => next.Size * (x[c] / level.Size + (angleNext - angle) / 6 *
                (At(angle, c) + 4 * At((angle + angleNext) / 2, c) + At(angleNext, c))));
        });
    }

    /// <summary>Evenly spaced timesteps from T - 1 to 0, halves away from 0.</summary>
    public static int[] Even(int timesteps, int steps) => [.. Enumerable.Range(0, steps)
        .Select(i => (int)Math.Round((timesteps - 1) * (steps - 1.0 - i) / (steps - 1), MidpointRounding.AwayFromZero))];

    private double[] Walk(double[] start, Func<double[], PlainLevel, PlainLevel, double[], double[]> step)
    {
        var x = start;
        for (var i = 0; i < path.Length; i++)
        {
            var last = i == path.Length - 1;
            x = step(x, path[i], last ? PlainLevel.None : path[i + 1], last ? new double[x.Length] : z(i));
        }

        return x;
    }

    private static double[] Each(double[] x, Func<int, double> formula) => [.. Enumerable.Range(0, x.Length).Select(formula)];
}
