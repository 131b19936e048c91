using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Formulas;

/// <summary>Whole runs of the product's trainer beside the plain training, from the same drawn numbers.</summary>
public sealed class TrainingFormulaTests
{
    private const int Batch = 12;

    // Constants unlike the defaults, a clip that is reached, an average that copies, follows and comes to its slowest.
    private static readonly TrainingOptions Options = new()
    {
        Steps = 24,
        BatchSize = Batch,
        LearningRate = 2e-3,
        Optimizer = new AdamWSettings { Beta1 = 0.8, Beta2 = 0.97, Epsilon = 1e-6, WeightDecay = 0.05, ClipNorm = 0.3 },
        Ema = new EmaOptions { Decay = 0.8, UpdateEvery = 3, UpdateAfterStep = 7 },
        Threads = 2,
    };

    public static TheoryData<string> All => Subjects.Names;

    [Theory]
    [MemberData(nameof(All))]
    public void Run_follows_the_formulas_step_by_step(string name) => Follow(Subjects.All[name], Options);

    [Theory]
    [InlineData("baseline")]
    [InlineData("four experts")]
    public void Diversity_loss_follows_the_formula(string name) =>
        Follow(Subjects.All[name], Options with { DiversityWeight = 0.4 });

    [Theory]
    [InlineData("scale-space", 20)]
    [InlineData("scale-space, three columns", 50)]
    [InlineData("baseline", 7)]
    public void Stable_targets_and_warm_up_follow_the_formula(string name, int rows) =>
        Follow(Subjects.All[name], Options with { ReferenceRows = rows, WarmUpSteps = 9 });

    public static TheoryData<string> Conditional => Subjects.Conditional;

    [Theory]
    [MemberData(nameof(Conditional))]
    public void Stable_targets_of_rows_with_given_columns_are_means_of_rows_that_share_them(string name)
    {
        // Columns of few values, so that rows meet others with the same.
        var subject = Subjects.All[name];
        var data = subject.Data();
        Follow(subject, Options with { ReferenceRows = 40 }, Subject.Points(
            [.. Subject.Rows(data).Select(row => row.Select(x => 6 * Math.Round(x / 6)).ToArray())]));
    }

    [Fact]
    public void Sparsity_of_the_finest_grid_follows_the_formula()
    {
        var subject = Subjects.All["grids"];
        Follow(subject with { Grid = subject.Grid! with { L1Weight = 0.02 } }, Options);
        Follow(subject with { Grid = subject.Grid! with { L1Weight = 0 } }, Options);
    }

    [Fact]
    public void Small_gradients_are_not_clipped() =>
        Follow(Subjects.All["baseline"], Options with { Optimizer = Options.Optimizer with { ClipNorm = 1e6 } });

    [Fact]
    public void Defaults_are_the_papers()
    {
        var options = new TrainingOptions();
        var adam = options.Optimizer;
        Assert.Equal((10_000, 256, 3e-4, 0.0), (options.Steps, options.BatchSize, options.LearningRate, options.DiversityWeight));
        Assert.Equal((0.9, 0.999, 1e-8, 0.01, 0.5), (adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay, adam.ClipNorm));
        Assert.Equal((0.995, 10, 100), (options.Ema.Decay, options.Ema.UpdateEvery, options.Ema.UpdateAfterStep));
    }

    [Fact]
    public void Learning_rate_falls_along_half_a_cosine()
    {
        var subject = Subjects.All["baseline"];
        foreach (var warmUp in new[] { 0, 1, 5 })
        {
            var options = Options with { WarmUpSteps = warmUp };
            using var trainer = subject.Train(subject.Data(), options);
            var plain = Plain(trainer, options);
            Assert.Equal(options.LearningRate / Math.Max(warmUp, 1), trainer.LearningRate(0), 1e-18);
            for (var step = 0; step <= options.Steps; step++)
                Assert.Equal(plain.RateOf(step), trainer.LearningRate(step), 1e-18);
        }
    }

    [Theory]
    [InlineData("three columns")]
    [InlineData("σ, v")]
    [InlineData("grids")]
    [InlineData("baseline, conditions")]
    [InlineData("scale-space, conditions")]
    public void Drawn_step_is_the_step_with_the_numbers_of_its_streams(string name)
    {
        const int Rows = 30;
        const ulong Seed = 3;
        var subject = Subjects.All[name];
        var data = subject.Data(Rows);
        var options = Options with { Seed = Seed };
        var scaled = Standardization.Fit(data).Apply(data);
        using var drawing = subject.Train(data, options);
        using var given = subject.Train(data, options);
        for (var step = 0; step < options.Steps; step++)
        {
            // Epochs of 12, 12 and 6 rows, shuffled from the end down.
            int[] order = [.. Enumerable.Range(0, Rows)];
            var shuffle = Drawn.Shuffle(Seed, step / 3);
            for (var i = Rows - 1; i > 0; i--)
            {
                var j = (int)(shuffle.Bits((ulong)i) * (i + 1L) >> 32);
                (order[i], order[j]) = (order[j], order[i]);
            }

            int[] rows = [.. order.Skip(step % 3 * Batch).Take(Batch)];
            var levels = Drawn.Levels(Seed, step);
            double[][] noise = [.. rows.Select((_, i) => Drawn.Row(Drawn.TrainingNoise(Seed, step), i, subject.Columns))];
            var draws = new TrainingDraws(
                [.. rows.SelectMany(row => scaled[row].ToArray())],
                Floats(noise),
                [.. rows.Select((_, i) => subject.Continuous
                    ? subject.Recipe.Levels.Quantile((i + (double)levels.Uniform((ulong)i)) / rows.Length)
                    : levels.Bits((ulong)i) * (long)Subject.Timesteps >> 32)],
                subject.Conditional ? Masks(Drawn.Conditions(Seed, step), rows.Length, subject.Columns) : null);
            Assert.Equal(given.Advance(draws), drawing.Advance());
        }

        foreach (var parameter in given.Learned())
            Assert.Equal(given.Weights(parameter.Name), drawing.Weights(parameter.Name));
    }

    // In half of the rows k of n columns are given, k of 1 … n - 1 equally often and which k too: each column in its turn with
    // the share that is wanted still of those left.
    private static float[] Masks(RandomStream stream, int rows, int columns)
    {
        var masks = new float[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var at = (ulong)(row * (columns + 2));
            if (stream.Uniform(at) >= 0.5)
                continue;
            var wanted = 1 + (stream.Bits(at + 1) * (columns - 1L) >> 32);
            for (var column = 0; column < columns; column++)
            {
                var given = stream.Bits(at + 2 + (ulong)column) * (long)(columns - column) >> 32 < wanted;
                masks[row * columns + column] = given ? 1 : 0;
                wanted -= given ? 1 : 0;
            }
        }

        return masks;
    }

    private static void Follow(Subject subject, TrainingOptions options, PointSet? points = null)
    {
        var data = points ?? subject.Data();
        using var trainer = subject.Train(data, options);
        var plain = Plain(trainer, options);
        var scaling = PlainScaling.Of(Subject.Rows(data));
        double[][] scaled = [.. Subject.Rows(data).Select(scaling.Apply)];

        // Rows share values where they are the same to the last bit.
        var single = Subject.Rows(Standardization.Fit(data).Apply(data));
        var random = new Random(5);
        for (var step = 0; step < options.Steps; step++)
        {
            // Single precision, as the product is given them.
            int[] rows = [.. Enumerable.Range(0, Batch).Select(_ => random.Next(data.Count))];
            double[][] clean = [.. rows.Select(row => single[row])];
            double[][] noise = [.. rows.Select(row => Drawn.Row(Drawn.TrainingNoise(8, step), row, subject.Columns))];
            double[] levels = [.. rows.Select(_ => subject.LevelAt(random.NextDouble()))];
            double[][] given = [.. clean.Select(x0 => x0
                .Select(x => subject.Conditional && random.Next(3) == 0 ? x : double.NaN).ToArray())];
            var (stableClean, stableNoise) = (clean, noise);
            if (options.ReferenceRows > 0)
            {
                var references = References(scaled, options, step);
                var stable = Enumerable.Range(0, rows.Length)
                    .Select(i => Stable(
                        subject.Level(levels[i]), clean[i], noise[i], references == scaled ? scaled : [clean[i], .. references],
                        given[i])).ToArray();
                (stableClean, stableNoise) = ([.. stable.Select(pair => pair.Clean)], [.. stable.Select(pair => pair.Noise)]);
            }

            var wanted = plain.Advance(
                weights => Loss(subject, options, weights, scaled, stableClean, stableNoise, levels, given));
            double[][] masks = [.. given.Select(row => row.Select(x => double.IsNaN(x) ? 0.0 : 1).ToArray())];
            var loss = trainer.Advance(new TrainingDraws(
                Floats(clean), Floats(noise), levels, subject.Conditional ? Floats(masks) : null));
            Assert.Equal(wanted, loss, 2e-5 * (1 + Math.Abs(wanted)));
        }

        // Single precision over 24 steps of up to 2e-3 each.
        using var model = trainer.ToModel();
        foreach (var (name, values) in plain.Weights)
        {
            Close(trainer.Weights(name), values, name);
            var average = model.Parameters.Single(parameter => parameter.Name == name);
            Close(model.Read(average), plain.Average[name], $"average of {name}");
        }

        static void Close(float[] actual, double[] wanted, string what) =>
            actual.Select(value => (double)value).ToArray().ShouldBeCloseTo(wanted, 2e-5, 1e-4, what);
    }

    private static double[][] References(double[][] scaled, TrainingOptions options, int step)
    {
        if (options.ReferenceRows >= scaled.Length)
            return scaled;
        var stream = Drawn.References(options.Seed, step);
        return [.. Enumerable.Range(0, options.ReferenceRows)
            .Select(i => scaled[stream.Bits((ulong)i) * (long)scaled.Length >> 32])];
    }

    // Xu, Tong and Jaakkola 2023, equation 9: Σ softmax(-‖x - a·y‖²/2s²)·y over the references y and the own x₀, once; where
    // columns are given, over the others' distance and the references that have the same values there.
    private static (double[] Clean, double[] Noise) Stable(
        PlainLevel level, double[] clean, double[] noise, double[][] references, double[] given)
    {
        var x = Traced.Values(level.Noisy(clean, noise));
        int[] free = [.. Enumerable.Range(0, x.Length).Where(column => double.IsNaN(given[column]))];
        double[][] all = [.. references.Where(y => !y.Zip(given).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-6))];
        var exponents = all
            .Select(y => -free.Sum(i => Math.Pow(x[i] - level.A * y[i], 2)) / (2 * level.S * level.S)).ToArray();
        var weights = exponents.Select(e => Math.Exp(e - exponents.Max())).ToArray();
        double[] mean = [.. clean.Select((_, column) => all.Zip(weights, (y, w) => w * y[column]).Sum() / weights.Sum())];
        return (mean, [.. x.Zip(mean, (xi, m) => (xi - level.A * m) / level.S)]);
    }

    private static Traced Loss(
        Subject subject, TrainingOptions options, PlainWeights weights, double[][] data,
        double[][] clean, double[][] noise, double[] levels, double[][] given)
    {
        var (outputs, targets) = (new List<Traced[]>(), new List<Traced[]>());
        foreach (var ((x0, e), (at, known)) in clean.Zip(noise).Zip(levels.Zip(given)))
        {
            // The grid is read at the clean point. The papers' target is ε without α; any other is of the noisy point as it is,
            // and a given number: nothing is learned through it.
            var level = subject.Level(at);
            var factor = subject.Factor(weights, data, Traced.Of(x0), level);
            var output = subject.Output(weights, level.Noisy(x0, e, factor), level, factor, known);
            var inPoint = subject.Wrapping == PlainParametrization.Epsilon ? 1 : factor?.Value ?? 1;
            outputs.Add(output);
            Traced[] target = [.. x0.Zip(e, (x, n) => subject.Wrapping.Target(level, x, inPoint * n))];

            // Columns that are given count as met, so that each of the others counts as much in any row.
            targets.Add([.. target.Zip(known, (wanted, value) => double.IsNaN(value) ? wanted : 0)]);
        }

        var loss = PlainLoss.MeanSquare([.. outputs], [.. targets]);
        if (options.DiversityWeight > 0)
            loss += PlainLoss.Diversity([.. outputs], options.DiversityWeight);
        return subject.Grid is not { } grid ? loss
            : loss + PlainLoss.Sparsity(weights.Array(grid.ParameterNames[^1]), grid.L1Weight);
    }

    private static PlainTraining Plain(Trainer trainer, TrainingOptions options)
    {
        var names = trainer.Learned().Select(parameter => parameter.Name);
        var start = names.ToDictionary(name => name, name => Traced.Of(trainer.Weights(name)));
        return new PlainTraining(new PlainWeights(start))
        {
            Steps = options.Steps,
            LearningRate = options.LearningRate,
            WarmUpSteps = options.WarmUpSteps,
            Beta1 = options.Optimizer.Beta1,
            Beta2 = options.Optimizer.Beta2,
            Epsilon = options.Optimizer.Epsilon,
            WeightDecay = options.Optimizer.WeightDecay,
            ClipNorm = options.Optimizer.ClipNorm,
            EmaDecay = options.Ema.Decay,
            UpdateEvery = options.Ema.UpdateEvery,
            UpdateAfterStep = options.Ema.UpdateAfterStep,
        };
    }

    private static float[] Floats(double[][] rows) => [.. rows.SelectMany(row => row).Select(value => (float)value)];
}
