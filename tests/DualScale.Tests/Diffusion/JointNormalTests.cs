using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Tests.Diffusion.Guidance;
using DualScale.Training;

namespace DualScale.Tests.Diffusion;

/// <summary>
/// Networks that start from a joint normal. One that has learned nothing adds nothing, so the model is then the normal of its
/// training rows, of which every number is known.
/// </summary>
public sealed class JointNormalTests
{
    private const int Columns = 6;

    private static readonly NormalLaw Law = NormalLaw.Correlated(Columns);

    [Theory]
    [MemberData(nameof(NamedParametrization.All), MemberType = typeof(NamedParametrization))]
    public void The_untrained_model_is_the_best_denoiser_of_the_normal(string parametrization)
    {
        using var model = Untrained(Recipe(parametrization));
        float[] noisy = [0.7f, 0.2f, -0.1f, 1.4f, -1.3f, 0.6f];
        foreach (var sigma in (double[])[0.02, 0.3, 1, 4])
        {
            var gain = NormalLaw.Gain(Law.Covariance, sigma);
            var actual = model.Denoise(new PointSet(noisy, model.ColumnNames), sigma)[0].ToArray();
            for (var i = 0; i < Columns; i++)
            {
                var expected = Enumerable.Range(0, Columns).Sum(j => gain[i, j] * noisy[j]);

                // The covariance is that of 200,000 rows.
                Assert.Equal(expected, actual[i], 0.01);
            }
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 0, 2, 5 })]
    [InlineData(new[] { 0, 1, 2, 4, 5 })]
    public void What_is_given_moves_the_other_columns_as_regression_says(int[] given)
    {
        const int Count = 20_000;
        using var model = Untrained(Recipe("edm"), conditions: 0.5);
        double[] known =
            [.. Enumerable.Range(0, Columns).Select(i => !given.Contains(i) ? double.NaN : i % 2 == 0 ? 1.2 : -0.8)];
        bool[] mask = [.. known.Select(value => !double.IsNaN(value))];
        int[] free = [.. NormalLaw.Places(mask, false)];
        var (mean, covariance) = Law.Given(mask, known);
        var samples = model.Sample(Count, new SamplingOptions
        {
            Seed = 4,
            Sampler = new DpmSolverSampler { Steps = 60 },
            Given = new PointSet([.. known.Select(value => (float)value)], model.ColumnNames),
        });
        for (var i = 0; i < free.Length; i++)
        {
            double[] found = [.. Enumerable.Range(0, Count).Select(row => (double)samples[row][free[i]])];
            var (average, variance) = (found.Average(), covariance[i, i]);

            // Four errors of the draws, and what 200,000 rows leave open of the law.
            Assert.Equal(mean[i], average, 4 * Math.Sqrt(variance / Count) + 0.01);
            Assert.Equal(
                1, found.Average(value => (value - average) * (value - average)) / variance, 4 * Math.Sqrt(2.0 / Count) + 0.02);
        }
    }

    [Fact]
    public void The_untrained_model_s_log_likelihood_is_the_normal_s()
    {
        using var model = Untrained(Recipe("edm"));
        var points = new PointSet(Law.Draw(40, seed: 5), model.ColumnNames);
        var found = model.LogLikelihood(points);
        for (var row = 0; row < points.Count; row++)
        {
            // Column after column given those before it.
            var exact = 0.0;
            for (var column = 0; column < Columns; column++)
            {
                bool[] mask = [.. Enumerable.Range(0, Columns).Select(i => i < column)];
                var (mean, own) = Law.Given(mask, [.. points[row].ToArray().Select(x => (double)x)]);
                exact -= Math.Pow(points[row][column] - mean[0], 2) / (2 * own[0, 0]) + Math.Log(2 * Math.PI * own[0, 0]) / 2;
            }

            Assert.Equal(exact, found.Rows[row], 0.06);
        }
    }

    [Fact]
    public void Columns_that_all_go_together_keep_their_spread_however_many_they_are()
    {
        // All correlations 0.9: one direction has a variance of 54, where the noise at the first level has 225.
        const int Wide = 60, Rows = 2000;
        var (common, own) = (Normals(1, 1), Normals(2, Wide));
        var data = new PointSet(
            [.. own.Select((z, i) => (float)(Math.Sqrt(0.9) * common[i / Wide] + Math.Sqrt(0.1) * z))],
            PointSet.DefaultNames(Wide));
        using var trainer = new Trainer(Recipe("edm"), data, new TrainingOptions { Steps = 1 }, Standardization.Fit(data));
        using var model = trainer.ToModel();
        var samples = model.Sample(Rows, new SamplingOptions { Sampler = new DpmSolverSampler { Steps = 30 } });

        // The root of the mean square of rows' means is the spread of the common part; 2,000 draws know it within 1.6 %.
        Assert.Equal(Spread(data), Spread(samples), 0.05);

        static float[] Normals(ulong seed, int columns)
        {
            var values = new float[Rows * columns];
            new RandomStream(seed, 99).FillNormal(0, values);
            return values;
        }

        static double Spread(PointSet rows)
        {
            double[] means = [.. Enumerable.Range(0, rows.Count)
                .Select(row => rows[row].ToArray().Average(value => (double)value))];
            return Math.Sqrt(means.Average(mean => mean * mean));
        }
    }

    [Fact]
    public void Samples_that_start_in_the_middle_of_the_way_start_as_the_mixture_has_them()
    {
        // Two columns with a correlation of 0.9, of which the mixture of normals knows all.
        const int Rows = 4000;
        var z = new float[2 * Rows];
        new RandomStream(3, 99).FillNormal(0, z);
        var data = new PointSet(
            [.. z.Select((_, i) => i % 2 == 0 ? z[i] : 0.9f * z[i - 1] + MathF.Sqrt(0.19f) * z[i])], PointSet.DefaultNames(2));
        using var trainer = new Trainer(Recipe("edm"), data, new TrainingOptions { Steps = 1 });
        using var model = trainer.ToModel();
        var samples = model.Sample(Rows, new SamplingOptions { Sampler = new TruncatedSampler { Steps = 40 } });
        Assert.Equal(0.9, Correlation(samples, 0, 1), 0.012);
        Assert.Equal(1, Math.Sqrt(Enumerable.Range(0, Rows).Average(row => samples[row][0] * samples[row][0])), 0.05);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Trained_on_few_rows_it_keeps_their_correlations()
    {
        var (from, without) = (Error(true), Error(false));
        Assert.True(from < 0.7 * without, $"{from} beside {without}");

        static double Error(bool jointNormal)
        {
            var law = NormalLaw.Correlated(12);
            var recipe = DiffusionRecipe.ScaleSpace with
            {
                Denoiser = new ScaleSpaceDenoiser { Width = 48, Blocks = 2, Frequencies = 2 },
                JointNormal = jointNormal,
            };
            var rows = new PointSet(law.Draw(100, seed: 8), PointSet.DefaultNames(12));
            var options = TrainingOptions.ScaleSpace with { Steps = 250, BatchSize = 64, ReferenceRows = 0 };
            using var trainer = new Trainer(recipe, rows, options);
            using var model = trainer.Run();
            var samples = model.Sample(2000, new SamplingOptions { Sampler = new DpmSolverSampler { Steps = 20 } });
            return Enumerable.Range(0, 12).SelectMany(i => Enumerable.Range(0, i).Select(
                j => Math.Abs(Correlation(samples, i, j) - Correlation(rows, i, j)))).Average();
        }
    }

    [Fact]
    public void Training_and_samples_have_the_same_bytes_for_any_threads_and_prefix()
    {
        var (one, two) = (Train(1), Train(2));
        Assert.Equal(one.Weights, two.Weights);
        Assert.Equal(one.Samples, two.Samples);

        (float[] Weights, float[] Samples) Train(int threads)
        {
            var recipe = Recipe("edm");
            var rows = new PointSet(Law.Draw(300, seed: 2), PointSet.DefaultNames(Columns));
            var options = new TrainingOptions { Steps = 8, BatchSize = 200, Conditions = 0.5, Threads = threads };
            using var trainer = new Trainer(recipe, rows, options);
            using var model = trainer.Run();
            var given = new PointSet([float.NaN, 1, float.NaN, float.NaN, -0.5f, float.NaN], model.ColumnNames);
            var drawing = new SamplingOptions { Given = given, Threads = threads };
            return (
                [.. model.Parameters.SelectMany(model.Read)],
                [.. model.Sample(70 * threads, drawing).Values.Span[..(70 * Columns)]]);
        }
    }

    [Fact]
    public void A_training_that_was_stopped_goes_on_to_the_same_bytes_and_only_from_the_same_start()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var whole = Trainer(true);
            using var expected = whole.Run();
            using var stopped = Trainer(true);
            stopped.Advance();
            Checkpoint.Save(stopped, 1, 2, path);
            using var other = Trainer(false);
            Assert.Throws<InvalidInputException>(() => Checkpoint.Restore(other, path));
            using var resumed = Trainer(true);
            Checkpoint.Restore(resumed, path);
            using var model = resumed.Run();
            Assert.Equal(expected.Parameters.SelectMany(expected.Read), model.Parameters.SelectMany(model.Read));
        }
        finally
        {
            File.Delete(path);
        }

        static Trainer Trainer(bool jointNormal) => new(
            Recipe("edm") with
            {
                Denoiser = new ScaleSpaceDenoiser { Width = 8, Blocks = 1, Frequencies = 1 },
                JointNormal = jointNormal,
            },
            new PointSet(Law.Draw(50, seed: 2), PointSet.DefaultNames(Columns)),
            new TrainingOptions { Steps = 4, BatchSize = 16 });
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void It_is_of_2_to_100_columns(int columns, bool isThere)
    {
        float[] numbers = [.. Enumerable.Range(0, 12 * columns).Select(i => (float)Math.Sin(i * i))];
        var rows = new PointSet(numbers, PointSet.DefaultNames(columns));
        var recipe = Recipe("edm") with { Denoiser = new ScaleSpaceDenoiser { Width = 8, Blocks = 1, Frequencies = 1 } };
        using var trainer = new Trainer(recipe, rows, new TrainingOptions { Steps = 1 });
        using var model = trainer.Run();
        Assert.Equal(isThere, model.Parameters.Any(parameter => parameter.Name.StartsWith("joint_normal", StringComparison.Ordinal)));
        Assert.True(model.Sample(3).IndexOfNotFinite() < 0);
    }

    [Theory]
    [InlineData("variances", 0)]
    [InlineData("variances", -1)]
    [InlineData("directions", 0)]
    public void Arrays_of_a_file_that_are_no_normal_are_refused(string array, float number)
    {
        using var model = Untrained(Recipe("edm"));
        RequireRefused(model, array, 0, number);
    }

    [Fact]
    public void A_model_file_keeps_it_and_discrete_columns_are_left_to_their_own_law()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var recipe = Recipe("edm") with { Discrete = [new(2, [[-0.5f], [1.5f]], [0.75, 0.25])] };
            using var model = Untrained(recipe);
            ModelFile.Save(model, path);
            using var read = ModelFile.Load(path);
            Assert.True(read.Recipe.JointNormal);
            Assert.Equal([5, 5], read.Parameters.Single(parameter => parameter.Name == "joint_normal.directions").Shape);
            var options = new SamplingOptions { Seed = 2 };
            Assert.Equal(model.Sample(50, options).Values.ToArray(), read.Sample(50, options).Values.ToArray());
            var samples = model.Sample(4000, options);
            var high = Enumerable.Range(0, samples.Count).Count(row => samples[row][2] > 0.5);
            Assert.InRange(high, 1000 - 3.5 * Math.Sqrt(750), 1000 + 3.5 * Math.Sqrt(750));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_noise_grid_is_refused_beside_it() => Assert.Contains(
        "noise grid", Assert.Throws<InvalidInputException>(() => new DiffusionRecipe
        {
            Denoiser = new BaselineDenoiser(),
            Grid = new NoiseGrid(),
            JointNormal = true,
        }.Validate()).Message);

    /// <summary>Holds that a model whose array has another number in one place is not read from a file.</summary>
    internal static void RequireRefused(DiffusionModel model, string array, int place, float number)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var parameter = model.Parameters.Single(parameter => parameter.Name == $"joint_normal.{array}");
            var numbers = model.Read(parameter);
            numbers[place] = number;
            model.Values.Load(parameter, numbers);
            ModelFile.Save(model, path);
            Assert.Equal(
                $"{path}: its joint normal is none; take an undamaged copy.",
                Assert.Throws<InvalidInputException>(() => ModelFile.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static DiffusionRecipe Recipe(string parametrization) => DiffusionRecipe.ScaleSpace with
    {
        Denoiser = new ScaleSpaceDenoiser { Width = 16, Blocks = 1, Frequencies = 2 },
        Parametrization = NamedParametrization.Of(parametrization),
        JointNormal = true,
        Levels = new ContinuousLevels(sigmaMax: 15),
    };

    private static DiffusionModel Untrained(DiffusionRecipe recipe, double conditions = 0)
    {
        using var trainer = new Trainer(recipe, Data(), new TrainingOptions { Steps = 1, Conditions = conditions });
        return trainer.ToModel();
    }

    private static PointSet Data() => new(Law.Draw(200_000, seed: 9), PointSet.DefaultNames(Columns));

    private static double Correlation(PointSet points, int i, int j)
    {
        var (a, b) = (Column(i), Column(j));
        return a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));

        double[] Column(int column)
        {
            var mean = Enumerable.Range(0, points.Count).Average(row => (double)points[row][column]);
            return [.. Enumerable.Range(0, points.Count).Select(row => points[row][column] - mean)];
        }
    }
}
