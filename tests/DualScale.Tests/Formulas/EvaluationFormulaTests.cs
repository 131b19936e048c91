using DualScale.Diffusion;

namespace DualScale.Tests.Formulas;

/// <summary>The evaluation loss beside its formula: mean of (ε̂ - ε)² over points and draws, and its standard error.</summary>
public sealed class EvaluationFormulaTests
{
    private const int Draws = 5;
    private const ulong Seed = 6;

    public static TheoryData<string> All => Subjects.Names;

    [Theory]
    [MemberData(nameof(All))]
    public void Evaluation_loss_follows_the_formula(string name)
    {
        var subject = Subjects.All[name];
        var data = subject.Data();
        using var model = subject.Model(data);
        var (scaling, weights) = (PlainScaling.Of(Subject.Rows(data)), PlainWeights.Of(model));
        double[][] scaled = [.. Subject.Rows(data).Select(scaling.Apply)];
        var points = Subject.Rows(subject.Data(70, seed: 3));
        var shift = Drawn.EvaluationLevels(Seed).Uniform(0);
        double[] errors = [.. points.Select((point, row) => Enumerable.Range(0, Draws).Average(draw => Error(point, row, draw)))];
        var mean = errors.Average();
        var variance = errors.Sum(error => Math.Pow(error - mean, 2)) / (errors.Length - 1);

        var loss = model.EvaluationLoss(subject.Data(70, seed: 3), new EvaluationLossOptions { Seed = Seed, Draws = 70 * Draws });

        // Where ε̂ is a difference of nearly equal numbers over a small s, single precision shows.
        Assert.Equal(Draws, loss.DrawsPerPoint);
        Assert.Equal(mean, loss.Mean, 1e-4 * mean);
        Assert.Equal(Math.Sqrt(variance / errors.Length), loss.StandardError, 1e-3 * mean);

        double Error(double[] point, int row, int draw)
        {
            // Draws of a point share the levels out among them, points what lies between, by the golden ratio.
            var share = (draw + (shift + row * 0.6180339887498949) % 1) / Draws;
            var level = subject.Level(subject.LevelAt(share));
            var x0 = scaling.Apply(point);
            var noise = Drawn.Row(Drawn.EvaluationNoise(Seed), row * Draws + draw, subject.Columns);
            var factor = subject.Factor(weights, scaled, Traced.Of(x0), level);
            var x = level.Noisy(x0, noise, factor);
            var predicted = subject.Wrapping.Noise(level, x, subject.Output(weights, x, level, factor));
            var inPoint = subject.Wrapping == PlainParametrization.Epsilon ? 1 : factor?.Value ?? 1;
            return predicted.Zip(noise, (e, n) => Math.Pow(e.Value - inPoint * n, 2)).Average();
        }
    }
}
