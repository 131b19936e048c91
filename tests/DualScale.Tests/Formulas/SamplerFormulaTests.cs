using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Formulas;

/// <summary>The product's samples beside the plain samplers, from the same start points and fresh noise.</summary>
public sealed class SamplerFormulaTests
{
    private const ulong Seed = 11;

    // More than a tile, so that rows of a second one are looked at too.
    private const int Count = 100;
    private static readonly int[] Looked = [0, 1, 95, 96, 99];

    public static TheoryData<string, string, int?> Walks => new()
    {
        { "baseline", "ddpm", null },
        { "baseline", "ddpm", 7 },
        { "baseline", "ddim", null },
        { "baseline", "ddim", 7 },
        { "baseline", "ddim 0.7", null },
        { "baseline", "ddim 0.7", 7 },
        { "baseline", "heun", 6 },
        { "baseline", "dpm++2m", 6 },
        { "grids", "grid", null },
        { "grids", "grid", 7 },
        { "grids", "ddpm", 7 },
        { "grids, normalised, four experts", "grid", 5 },
        { "grids, nearest, two experts", "grid", 5 },
        { "grids of three columns", "ddim 0.7", 5 },
        { "four experts", "ddpm", 5 },
        { "dual-scale, adaptive", "ddpm", 5 },
        { "v", "ddpm", 5 },
        { "EDM", "ddim 0.7", 5 },
        { "σ, EDM", "heun", 5 },
        { "σ", "dpm++2m", 5 },
        { "σ, x₀", "heun", 5 },
        { "baseline", "euler", 6 },
        { "σ, EDM", "euler", 5 },
        { "baseline", "euler-ancestral", 6 },
        { "σ", "euler-ancestral", 5 },
        { "baseline", "edm-churn", 6 },
        { "σ, EDM", "edm-churn", 5 },
        { "σ, x₀", "edm-churn", 1 },
        { "baseline", "angular", 6 },
        { "σ, EDM", "angular", 5 },
        { "σ, v", "angular", 7 },
        { "σ", "angular", 1 },
        { "σ, EDM", "truncated", 6 },
        { "σ, v", "truncated", null },
        { "baseline", "ddpm clipped", 5 },
        { "σ, EDM", "dpm++2m clipped", 5 },
        { "σ", "ddpm", 5 },
        { "σ, v", "ddim 0.7", 5 },
    };

    [Theory]
    [MemberData(nameof(Walks))]
    public void Samples_follow_the_formula_from_drawn_points(string name, string sampler, int? steps) =>
        Check(Subjects.All[name], sampler, steps, given: false);

    [Theory]
    [InlineData("baseline", "ddim 0.7")]
    [InlineData("grids", "grid")]
    [InlineData("σ, EDM", "dpm++2m")]
    public void Samples_follow_the_formula_from_given_points(string name, string sampler) =>
        Check(Subjects.All[name], sampler, 5, given: true);

    [Fact]
    public void Default_sampler_is_the_grid_paper_s_with_a_grid_unless_it_asks_for_ddpm_s()
    {
        var grid = Subjects.All["grids"];
        Same(grid, new GridSampler());
        Same(grid with { Grid = grid.Grid! with { Step = GridStep.Ddpm } }, new DdpmSampler());
        Same(Subjects.All["baseline"], new DdpmSampler());
        Same(Subjects.All["σ, v"], new AngularSampler());

        static void Same(Subject subject, Sampler sampler)
        {
            using var model = subject.Model();
            var named = model.Sample(9, new SamplingOptions { Sampler = sampler, Seed = 2 });
            Assert.Equal(named.Values.ToArray(), model.Sample(9, new SamplingOptions { Seed = 2 }).Values.ToArray());
        }
    }

    [Theory]
    [InlineData("baseline, conditions", "ddpm", 7, 0)]
    [InlineData("baseline, conditions", "ddim 0.7", 7, 1.5)]
    [InlineData("dual-scale, adaptive, conditions", "ddpm clipped", 5, 0)]
    [InlineData("σ, v, four experts, conditions", "heun", 5, 0.5)]
    [InlineData("scale-space, conditions", "dpm++2m", 5, 0)]
    [InlineData("scale-space, conditions", "heun", 5, 0)]
    [InlineData("scale-space, conditions", "dpm++2m clipped", 5, 0.7)]
    [InlineData("scale-space, timesteps, conditions", "ddim", 5, 0)]
    public void Samples_with_columns_given_follow_the_formula(string name, string sampler, int steps, double guidance)
    {
        // Each row has columns of its own given: none, the last alone, more, up to all but one.
        var subject = Subjects.All[name];
        var values = Subject.Rows(subject.Data(Count, seed: 12));
        var given = Subject.Points([.. values.Select((row, number) => row
            .Select((x, column) => (number + column) % row.Length < number % row.Length ? x : double.NaN).ToArray())]);
        Check(subject, sampler, steps, given: false, given, guidance);
    }

    private static void Check(
        Subject subject, string sampler, int? steps, bool given, PointSet? known = null, double guidance = 0)
    {
        var data = subject.Data();
        using var model = subject.Model(data);
        var (scaling, weights) = (PlainScaling.Of(Subject.Rows(data)), PlainWeights.Of(model));
        double[][] scaledData = [.. Subject.Rows(data).Select(scaling.Apply)];
        var clips = sampler.EndsWith(" clipped", StringComparison.Ordinal);
        var product = Product(sampler) with { Steps = steps, ClipToData = clips };
        PlainLevel[] path = [.. product.Path(subject.Recipe.Levels).Select(subject.Level)];
        if (!subject.Continuous)
            Assert.Equal(PlainSamplers.Even(Subject.Timesteps, path.Length), path.Select(level => (int)level.Told));

        var start = given ? subject.Data(Count, seed: 9) : null;
        var samples = model.Sample(Count, new SamplingOptions
        {
            Sampler = product,
            Seed = Seed,
            Start = start,
            Threads = 2,
            Given = known,
            Guidance = guidance,
        });
        foreach (var row in Looked)
        {
            var values = known is null ? null : scaling.Apply(Subject.Rows(known)[row]);
            double[] Predict(double[] x, PlainLevel level) => Guided(x, level, values);
            double[] Normals(RandomStream stream) => Drawn.Row(Drawn.Beside(stream, values), row, subject.Columns);
            var plain = new PlainSamplers(path, Predict, step => Normals(Drawn.SampleNoise(Seed, step)));

            // Points scaled as at the first level, where the data's variance is 1.
            var from = start is null
                ? Normals(Drawn.SampleStart(Seed)).Select(z => path[0].Size * z).ToArray()
                : scaling.Apply(Subject.Rows(start)[row]);
            if (values is not null && !values.All(double.IsNaN))
                from = ConditionalStart([.. from.Select(x => x / path[0].Size)], path[0], Predict);
            if (sampler == "truncated")
                from = MixtureStart(model.Recipe.Start!, from, row, path[0]);
            var end = sampler switch
            {
                "ddpm" or "ddpm clipped" => plain.Ddpm(from),
                "grid" => plain.Grid(from, Factor),
                "euler" => plain.Euler(from),
                "euler-ancestral" => plain.AncestralEuler(from),
                "edm-churn" => plain.Churning(from, (1.5, 1.1, 0.2, 5), OfSigma),
                "heun" => plain.Heun(from),
                "angular" or "truncated" => plain.Angular(from),
                "dpm++2m" or "dpm++2m clipped" => plain.DpmSolver(from),
                _ => plain.Ddim(from, sampler == "ddim" ? 0 : 0.7),
            };

            for (var column = 0; values is not null && column < values.Length; column++)
            {
                if (double.IsNaN(values[column]))
                    continue;
                Assert.Equal(known![row][column], samples[row][column]);
                end[column] = values[column];
            }

            // Every step asks the network anew, whose slope passes single precision's rounding on.
            Subject.Rows(samples)[row].ShouldBeCloseTo(scaling.Restore(end), 1e-3, 3e-4, $"sample {row}");
        }

        // ε̂ = (1 + w)·ε̂(given) - w·ε̂(nothing given); of what is given, the noise that is in x.
        double[] Guided(double[] x, PlainLevel level, double[]? values)
        {
            var noise = Traced.Values(subject.PredictNoise(weights, scaledData, Traced.Of(x), level, values));
            if (guidance > 0)
            {
                var free = Traced.Values(subject.PredictNoise(weights, scaledData, Traced.Of(x), level));
                noise = [.. noise.Zip(free, (with, without) => (1 + guidance) * with - guidance * without)];
            }

            if (clips)
                noise = [.. noise.Zip(x).Select((pair, column) => Clipped(pair.First, pair.Second, column, level))];
            return values is null ? noise : [.. noise.Select((e, column) =>
                double.IsNaN(values[column]) ? e : (x[column] - level.A * values[column]) / level.S)];
        }

        PlainLevel OfSigma(double sigma) => subject.Continuous ? subject.Level(Math.Min(sigma, Subject.MostSigma))
            : Enumerable.Range(0, Subject.Timesteps).Select(t => subject.Level(t))
                .MinBy(level => Math.Abs(Math.Log(level.S / level.A / sigma)))!;

        double Clipped(double noise, double x, int column, PlainLevel level)
        {
            var (low, high) = (scaledData.Min(point => point[column]), scaledData.Max(point => point[column]));
            return (x - level.A * Math.Clamp((x - level.S * noise) / level.A, low, high)) / level.S;
        }

        double Factor(double[] x, PlainLevel level) => subject.Factor(weights, scaledData, Traced.Of(x), level)!.Value;
    }

    // docs/conditions.md: x̄ = a·x̂₀(x̄) from 0 in three rounds; x̄ + (1 + K/2 + 3K²/8)·s·z, K·v = a·x̂₀(x̄ + v) - x̄.
    private static double[] ConditionalStart(double[] z, PlainLevel level, Func<double[], PlainLevel, double[]> predict)
    {
        double[] Expected(double[] x) => [.. predict(x, level).Zip(x, (noise, at) => at - level.S * noise)];
        var centre = Expected(Expected(Expected(new double[z.Length])));
        double[] v = [.. z.Select(normal => level.S * normal)];
        double[] kv = [.. Expected([.. centre.Zip(v, (c, step) => c + step)]).Zip(centre, (x, c) => x - c)];
        double[] kkv = [.. Expected([.. centre.Zip(kv, (c, step) => c + step)]).Zip(centre, (x, c) => x - c)];
        return [.. centre.Select((c, i) => c + v[i] + kv[i] / 2 + 3 * kkv[i] / 8)];
    }

    // docs/models.md: the normal whose share Φ of the row's first fresh number falls into; a·μ + L·z, L·Lᵀ = a²·Σ + s²·I.
    private static double[] MixtureStart(NormalMixture mixture, double[] noise, int row, PlainLevel level)
    {
        var columns = noise.Length;
        var place = MathNet.Numerics.SpecialFunctions.Erfc(
            -Drawn.Row(Drawn.SampleNoise(Seed, 0), row, columns)[0] / Math.Sqrt(2)) / 2;
        var k = Enumerable.Range(0, mixture.Shares.Length - 1)
            .Count(last => mixture.Shares.Take(last + 1).Sum() <= place);
        var covariance = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(columns, columns, (i, j) => level.A * level.A
            * mixture.Covariances[(k * columns + i) * columns + j] + (i == j ? level.S * level.S : 0));
        var root = covariance.Cholesky().Factor;
        return [.. Enumerable.Range(0, columns).Select(i => level.A * mixture.Means[k * columns + i]
            + Enumerable.Range(0, columns).Sum(j => root[i, j] * noise[j] / level.Size))];
    }

    private static Sampler Product(string name) => name switch
    {
        "ddpm" or "ddpm clipped" => new DdpmSampler(),
        "ddim" => new DdimSampler(),
        "ddim 0.7" => new DdimSampler { Eta = 0.7 },
        "grid" => new GridSampler(),
        "euler" => new EulerSampler(),
        "euler-ancestral" => new AncestralEulerSampler(),
        "edm-churn" => new ChurningSampler { Churn = 1.5, ChurnNoise = 1.1, ChurnFrom = 0.2, ChurnTo = 5 },
        "heun" => new HeunSampler(),
        "angular" => new AngularSampler(),
        "truncated" => new TruncatedSampler(),
        _ => new DpmSolverSampler(),
    };
}
