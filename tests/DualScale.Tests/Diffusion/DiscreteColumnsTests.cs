using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion;

/// <summary>
/// Columns that take few values. A network that has learned nothing adds nothing, so the model is then the law of independent
/// columns, which is known exactly.
/// </summary>
public sealed class DiscreteColumnsTests
{
    private static readonly string[] Names = ["x", "red", "green", "blue", "y", "flag"];
    private static readonly float[][] Colours = [[0.9f, -0.4f, -0.3f], [-0.8f, 1.1f, -0.3f], [-0.8f, -0.4f, 1.6f]];
    private static readonly float[][] Flags = [[-0.5f], [2]];
    private static readonly DiscreteColumns[] Discrete =
        [new(1, Colours, [0.5, 0.3, 0.2]), new(5, Flags, [0.8, 0.2])];

    [Theory]
    [MemberData(nameof(NamedParametrization.All), MemberType = typeof(NamedParametrization))]
    public void The_untrained_model_is_the_posterior_mean_of_each_column(string parametrization)
    {
        using var model = Untrained(Recipe(parametrization));
        float[] noisy = [0.7f, 0.2f, -0.1f, 0.4f, -1.3f, 0.6f];
        foreach (var sigma in (double[])[0.01, 0.3, 1, 4])
        {
            double[] mean =
            [
                noisy[0] / (1 + sigma * sigma), .. Mean(noisy[1..4], Colours, [0.5, 0.3, 0.2], sigma),
                noisy[4] / (1 + sigma * sigma), .. Mean(noisy[5..], Flags, [0.8, 0.2], sigma),
            ];
            var actual = model.Denoise(new PointSet(noisy, Names), sigma).Values.ToArray();
            for (var column = 0; column < mean.Length; column++)
            {
                // Of numbers a network that returns nothing says nothing, but with EDM's preconditioning, whose skip is the mean.
                if (parametrization == "edm" || column is not (0 or 4))
                    Assert.Equal(mean[column], actual[column], 2e-4);
            }
        }
    }

    [Fact]
    public void Samples_of_the_untrained_model_have_the_shares_and_the_normals()
    {
        const int Count = 20_000;
        using var model = Untrained(Recipe("edm"));
        var samples = model.Sample(
            Count, new SamplingOptions { Seed = 3, Sampler = model.Recipe.DefaultSampler with { Steps = 40 } });
        var colours = new int[3];
        var (flags, sum, squares) = (0, 0.0, 0.0);
        for (var row = 0; row < Count; row++)
        {
            var x = samples[row].ToArray();
            var nearest = Enumerable.Range(0, 3).MinBy(k => Squared(x[1..4], Colours[k], 1));
            Assert.InRange(Squared(x[1..4], Colours[nearest], 1), 0, 0.01);
            colours[nearest]++;
            flags += x[5] > 0.75 ? 1 : 0;
            (sum, squares) = (sum + x[0], squares + x[0] * x[0]);
        }

        Near(0.5, colours[0]);
        Near(0.3, colours[1]);
        Near(0.2, colours[2]);
        Near(0.2, flags);
        Assert.InRange(Math.Abs(sum / Count), 0, 3 / Math.Sqrt(Count));
        Assert.InRange(Math.Abs(squares / Count - 1), 0, 3 * Math.Sqrt(2.0 / Count));

        static void Near(double share, int found) =>
            Assert.InRange(Math.Abs(found - share * Count), 0, 3.5 * Math.Sqrt(share * (1 - share) * Count));
    }

    [Fact]
    public void What_is_given_is_shown_as_it_is_and_leaves_the_other_columns_to_their_own_law()
    {
        var recipe = Recipe("edm") with { Conditions = new ColumnGroups([1, 3, 1, 1]) };
        using var trainer = new Trainer(recipe, Data(), new TrainingOptions { Steps = 1, Conditions = 0.5 });
        using var model = trainer.ToModel();
        var given = new PointSet([float.NaN, .. Colours[2], float.NaN, float.NaN], Names);
        var samples = model.Sample(2_000, new SamplingOptions { Seed = 1, Given = given });
        var flags = 0;
        for (var row = 0; row < samples.Count; row++)
        {
            Assert.Equal(Colours[2], samples[row][1..4].ToArray());
            flags += samples[row][5] > 0.75 ? 1 : 0;
        }

        Assert.InRange(flags, 2_000 * 0.2 - 3.5 * Math.Sqrt(2_000 * 0.16), 2_000 * 0.2 + 3.5 * Math.Sqrt(2_000 * 0.16));
    }

    [Fact]
    public void An_encoding_tells_points_and_shares_as_its_rows_have_them()
    {
        var table = new Table(
        [
            new CodeColumn(
                new ColumnSchema("kind", new CategoryKind { Levels = ["ant", "bee", "cat", "none"] }),
                [0, 1, 1, 2, 1, CodeColumn.BlankCode]),
            new NumberColumn(new ColumnSchema("x", new ContinuousKind()), [1, 2, double.NaN, 4, 5.5, 6]),
            new CodeColumn(new ColumnSchema("two", new CategoryKind { Levels = ["a", "b"] }), [0, 1, 0, 0, 0, 0]),
        ]);
        var encoding = TableEncoding.Fit(table);
        var rows = encoding.Encode(table);
        Assert.Equal([(0, 5), (6, 1), (7, 1)], encoding.Discrete.Select(discrete => (discrete.First, discrete.Width)));
        foreach (var discrete in encoding.Discrete)
        {
            var counted = Enumerable.Range(0, rows.Count)
                .CountBy(row => string.Join(' ', rows[row].Slice(discrete.First, discrete.Width).ToArray()))
                .ToDictionary(pair => pair.Key, pair => pair.Value / (double)rows.Count);
            Assert.Equal(counted.Count, discrete.Points.Count);
            for (var k = 0; k < counted.Count; k++)
                Assert.Equal(counted[string.Join(' ', discrete.Points[k])], discrete.Shares[k], 1e-12);
        }
    }

    [Fact]
    public void A_model_file_keeps_them()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var model = Untrained(Recipe("edm") with { Sampler = new HeunSampler { Steps = 7 } });
            ModelFile.Save(model, path);
            using var read = ModelFile.Load(path);
            Assert.Equal(new HeunSampler { Steps = 7 }, read.DefaultSampler);
            Assert.Equal(Numbers(Discrete), Numbers(read.Recipe.Discrete));
            var options = new SamplingOptions { Seed = 2 };
            Assert.Equal(model.Sample(50, options).Values.ToArray(), read.Sample(50, options).Values.ToArray());
        }
        finally
        {
            File.Delete(path);
        }

        static IEnumerable<float> Numbers(IEnumerable<DiscreteColumns> discrete) =>
            discrete.SelectMany(columns => columns.Points.SelectMany(point => point));
    }

    [Fact]
    public void What_is_none_is_refused()
    {
        Refused("2 to 2048 points", () => new DiscreteColumns(0, [[1f]], [1]));
        Refused("2 to 2048 points", () => new DiscreteColumns(-1, Flags, [0.5, 0.5]));
        Refused("2 to 2048 points", () => new DiscreteColumns(0, [[1f], [1f, 2f]], [0.5, 0.5]));
        Refused("2 to 2048 points", () => new DiscreteColumns(0, [[1f], [float.NaN]], [0.5, 0.5]));
        Refused("2 to 2048 points", () => new DiscreteColumns(int.MaxValue, Flags, [0.5, 0.5]));
        Refused("together 1", () => new DiscreteColumns(0, Flags, [0.5, 0.4]));
        Refused("together 1", () => new DiscreteColumns(0, Flags, [1, 0]));
        Refused("overlap", () => (Recipe("edm") with { Discrete = [Discrete[0], new(3, Flags, [0.5, 0.5])] }).Validate());
        Refused("give them apart", () => (Recipe("edm") with { Conditions = ColumnGroups.Each(6) }).Validate());
        Refused("cannot be kept", () => (Recipe("edm") with { Sampler = new HeunSampler { ClipToData = true } }).Validate());
        Refused("steps", () => (Recipe("edm") with { Sampler = new HeunSampler { Steps = 0 } }).Validate());
        Refused("noise grid", () => new DiffusionRecipe
        {
            Denoiser = DiffusionRecipe.ScaleSpace.Denoiser,
            Grid = new NoiseGrid(),
            Discrete = Discrete,
        }.Validate());
        Refused("6 columns", () => Untrained(Recipe("edm") with { Discrete = [new(6, Flags, [0.5, 0.5])] }));

        static void Refused(string words, Func<object> make) =>
            Assert.Contains(words, Assert.Throws<InvalidInputException>(make).Message, StringComparison.Ordinal);
    }

    private static DiffusionRecipe Recipe(string parametrization) => DiffusionRecipe.ScaleSpace with
    {
        Denoiser = new ScaleSpaceDenoiser { Width = 16, Blocks = 1, Frequencies = 2 },
        Parametrization = NamedParametrization.Of(parametrization),
        Discrete = Discrete,
    };

    private static DiffusionModel Untrained(DiffusionRecipe recipe)
    {
        using var trainer = new Trainer(recipe, Data(), new TrainingOptions { Steps = 1 });
        return trainer.ToModel();
    }

    private static PointSet Data() => new([.. Enumerable.Range(0, 8).SelectMany(
        i => (float[])[i - 3.5f, .. Colours[i % 3], 1, .. Flags[i % 2]])], Names);

    // In plain double precision: Σ p_k w_k with p_k ∝ π_k·e^(-|x - w_k|²/2σ²).
    private static double[] Mean(float[] x, float[][] points, double[] shares, double sigma)
    {
        var weights = points.Zip(
            shares, (point, share) => Math.Log(share) - Squared(x, point, 1) / (2 * sigma * sigma)).ToArray();
        var most = weights.Max();
        var whole = weights.Sum(weight => Math.Exp(weight - most));
        return [.. Enumerable.Range(0, x.Length).Select(j =>
            points.Zip(weights, (point, weight) => point[j] * Math.Exp(weight - most) / whole).Sum())];
    }

    private static double Squared(float[] x, float[] point, double scale) =>
        x.Zip(point, (a, b) => (a - scale * b) * (a - scale * b)).Sum();
}
