using DualScale.Diffusion;

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

    private static void Check(Subject subject, string sampler, int? steps, bool given)
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
        var samples = model.Sample(Count, new SamplingOptions { Sampler = product, Seed = Seed, Start = start, Threads = 2 });
        foreach (var row in Looked)
        {
            var plain = new PlainSamplers(path, Predict, step => Drawn.Row(Drawn.SampleNoise(Seed, step), row, subject.Columns));

            // Points scaled as at the first level, where the data's variance is 1.
            var from = start is null
                ? Drawn.Row(Drawn.SampleStart(Seed), row, subject.Columns).Select(z => path[0].Size * z).ToArray()
                : scaling.Apply(Subject.Rows(start)[row]);
            var end = sampler switch
            {
                "ddpm" or "ddpm clipped" => plain.Ddpm(from),
                "grid" => plain.Grid(from, Factor),
                "euler" => plain.Euler(from),
                "euler-ancestral" => plain.AncestralEuler(from),
                "edm-churn" => plain.Churning(from, (1.5, 1.1, 0.2, 5), OfSigma),
                "heun" => plain.Heun(from),
                "angular" => plain.Angular(from),
                "dpm++2m" or "dpm++2m clipped" => plain.DpmSolver(from),
                _ => plain.Ddim(from, sampler == "ddim" ? 0 : 0.7),
            };

            // Every step asks the network anew, whose slope passes single precision's rounding on.
            Subject.Rows(samples)[row].ShouldBeCloseTo(scaling.Restore(end), 1e-3, 3e-4, $"sample {row}");
        }

        double[] Predict(double[] x, PlainLevel level)
        {
            var noise = Traced.Values(subject.PredictNoise(weights, scaledData, Traced.Of(x), level));
            return clips ? [.. noise.Zip(x).Select((pair, column) => Clipped(pair.First, pair.Second, column, level))] : noise;
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
        _ => new DpmSolverSampler(),
    };
}
