using System.Text.Json.Nodes;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion;

/// <summary>The mixture of normals from which the truncated sampler starts.</summary>
public sealed class StartMixtureTests : IDisposable
{
    private static readonly DiffusionRecipe Recipe = DiffusionRecipe.ScaleSpace with
    {
        Denoiser = new ScaleSpaceDenoiser { Width = 8, Blocks = 1, Frequencies = 1 },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // A ring of eight corners, which no few normals are; blurred, both densities are sums of normals in closed form.
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(5_000)]
    [InlineData(300)]
    public void Blurred_it_is_next_to_the_data(int count)
    {
        var mixture = NormalMixture.Fit(Ring(count, seed: 3));
        Assert.Equal(8, mixture.Shares.Length);
        const double Sigma = 0.8;
        var (fresh, noise) = (Ring(4_000, seed: 4), new float[8_000]);
        new RandomStream(5, 0).FillNormal(0, noise);
        var (sum, square) = (0.0, 0.0);
        for (var row = 0; row < fresh.Count; row++)
        {
            double[] x = [fresh[row][0] + Sigma * noise[2 * row], fresh[row][1] + Sigma * noise[2 * row + 1]];
            var real = Enumerable.Range(0, 720).Average(i =>
            {
                var (dx, dy) = (x[0] - Math.Cos(i * Math.PI / 360), x[1] - Math.Sin(i * Math.PI / 360));
                return Math.Exp(-(dx * dx + dy * dy) / (2 * Sigma * Sigma)) / (2 * Math.PI * Sigma * Sigma);
            });
            var difference = Math.Log(real) - Math.Log(Density(mixture, x, Sigma));
            (sum, square) = (sum + difference, square + difference * difference);
        }

        // Bounded by what so few rows leave open of twice eight means; the difference of a law to itself is 0.
        var (mean, error) = (sum / fresh.Count, Math.Sqrt(square) / fresh.Count);
        Assert.InRange(mean, -3 * error, 3 * error + (count == 300 ? 0.02 : 0.004));
        var one = new NormalMixture([1], [0, 0], [0.5, 0, 0, 0.5]);
        Assert.InRange(Gain(fresh, noise, mixture, one), 0.05, 1);
    }

    [Fact]
    public void Draws_have_its_mean_and_covariance_with_the_noise_of_the_level()
    {
        const int Count = 40_000;
        var mixture = new NormalMixture([0.25, 0.75], [1, -1, -2, 0.5], [0.5, 0.3, 0.3, 0.4, 1, -0.6, -0.6, 2]);
        var (choices, numbers) = (new float[Count], new float[2 * Count]);
        new RandomStream(1, 0).FillNormal(0, choices);
        new RandomStream(1, 1).FillNormal(0, numbers);
        for (var row = 0; row < Count; row++)
            mixture.Draw(choices[row], numbers.AsSpan(2 * row, 2), signal: 0.6, noise: 0.8);

        // Means of 0.6·(0.25·1 - 0.75·2, -0.25 + 0.375), and 0.36·(Σ p·(C + μμᵀ) - mmᵀ) + 0.64·I.
        double[] mean = [0.6 * -1.25, 0.6 * 0.125];
        double[] variance =
        [
            0.36 * (0.25 * (0.5 + 1) + 0.75 * (1 + 4) - 1.25 * 1.25) + 0.64,
            0.36 * (0.25 * (0.4 + 1) + 0.75 * (2 + 0.25) - 0.125 * 0.125) + 0.64,
        ];
        var covariance = 0.36 * (0.25 * (0.3 - 1) + 0.75 * (-0.6 - 1) + 1.25 * 0.125);
        double Mean(Func<int, double> of) => Enumerable.Range(0, Count).Average(of);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(mean[i], Mean(row => numbers[2 * row + i]), 4 * Math.Sqrt(variance[i] / Count));
            Assert.Equal(variance[i], Mean(row => Math.Pow(numbers[2 * row + i] - mean[i], 2)), 0.04);
        }

        Assert.Equal(covariance, Mean(row => (numbers[2 * row] - mean[0]) * (numbers[2 * row + 1] - mean[1])), 0.03);
        Assert.Equal(0.25, choices.Count(choice => Narrow(mixture, choice) > 0) / (double)Count, 0.01);

        // Without noise and at the origin of z a draw is its normal's mean, and the first normal's is 1.
        static float Narrow(NormalMixture mixture, float choice)
        {
            float[] z = [0, 0];
            mixture.Draw(choice, z, 1, 0);
            return z[0];
        }
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(25, 3, 2)]
    [InlineData(400, 2, 3)]
    public void Any_rows_have_one(int count, int columns, int normals)
    {
        // One column is constant, and of rows there are three.
        var rows = new PointSet([.. Enumerable.Range(0, count * columns).Select(i =>
            i % columns == 0 ? 2.5f : (float)(i / columns % 3))], PointSet.DefaultNames(columns));
        var mixture = NormalMixture.Fit(rows);
        Assert.Equal((normals, columns), (mixture.Shares.Length, mixture.Columns));
        Assert.Equal(1, mixture.Shares.Sum(), 1e-9);
        Assert.All(mixture.Means, mean => Assert.InRange(mean, -0.01, 2.51));
    }

    [Fact]
    public void Columns_that_are_one_on_a_scale_of_their_own_have_one()
    {
        var rows = new PointSet(
            [.. Enumerable.Range(0, 300).SelectMany(i => (float[])[3e7f * MathF.Sin(i), 3e7f * MathF.Sin(i) - 8])], ["x", "y"]);
        var mixture = NormalMixture.Fit(rows);
        float[] z = [0.5f, -0.5f];
        mixture.Draw(0.3, z, signal: 1, noise: 0.8);
        Assert.All(z, value => Assert.InRange(Math.Abs(value), 1, 1e8));
        Assert.Equal(z[0], z[1], 3e7 * 0.01);
    }

    [Fact]
    public void A_model_file_keeps_it_and_samples_are_the_same_for_any_threads_and_numbers()
    {
        using var model = Trained(2);
        ModelFile.Save(model, _folder["m"]);
        using var again = ModelFile.Load(_folder["m"]);
        var whole = Draw(model, 300, 1);
        Assert.Equal(whole, Draw(again, 300, 2));
        Assert.Equal(whole[..(2 * 130)], Draw(model, 130, 2));

        // Points to start from are taken as they are.
        var start = Ring(300, seed: 8);
        var options = new SamplingOptions { Start = start, Seed = 3, Sampler = new TruncatedSampler() };
        var path = new TruncatedSampler().Path(model.Levels);
        Assert.Equal(
            model.Sample(300, options with { Sampler = new AngularSampler { Levels = path } }).Values.ToArray(),
            model.Sample(300, options).Values.ToArray());

        static float[] Draw(DiffusionModel model, int count, int threads) => model.Sample(
            count, new SamplingOptions { Sampler = new TruncatedSampler(), Seed = 3, Threads = threads }).Values.ToArray();
    }

    [Fact]
    public void Models_without_one_and_columns_that_are_given_are_refused()
    {
        using var wide = Trained(4);
        Refused("up to three columns", () => wide.Sample(5, new SamplingOptions { Sampler = new TruncatedSampler() }));
        using var timesteps = Trained(2, Recipe with { Levels = new NoiseSchedule(20) });
        Refused("up to three columns", () => timesteps.Sample(5, new SamplingOptions { Sampler = new TruncatedSampler() }));
        using var given = Trained(2, conditions: 0.5);
        Assert.Equal(5, given.Sample(5, new SamplingOptions { Sampler = new TruncatedSampler() }).Count);
        var row = new PointSet([1, float.NaN], given.ColumnNames);
        Refused("choose angular", () => given.Sample(5, new SamplingOptions { Sampler = new TruncatedSampler(), Given = row }));
        using var own = Trained(2, Recipe with { Sampler = new TruncatedSampler() }, conditions: 0.5);
        Refused("choose angular", () => own.Sample(5, new SamplingOptions { Given = row }));
        Refused("least noise", () => new TruncatedSampler().Path(new ContinuousLevels(1, 5)));
    }

    [Theory]
    [InlineData("shares", "[0.5, 0.4]")]
    [InlineData("shares", "[]")]
    [InlineData("means", "[1, 2, 3]")]
    [InlineData("covariances", "[1, 2, 2, 1, 1, 0, 0, 1]")]
    public void Damaged_ones_of_a_file_are_refused(string key, string value)
    {
        var start = JsonNode.Parse(
            """{"shares": [0.5, 0.5], "means": [1, 2, 3, 4], "covariances": [1, 0, 0, 1, 1, 0, 0, 1]}""")!.AsObject();
        using var model = Trained(2);
        var json = RecipeJson.Write(model.Recipe);
        json["start"] = start.DeepClone();
        Assert.Equal([1, 2, 3, 4], RecipeJson.Read(json, denoiser: null).Start!.Means);
        start[key] = JsonNode.Parse(value);
        json["start"] = start;
        Assert.Equal("The mixture of normals to start from is none; take an undamaged copy.",
            Assert.Throws<InvalidInputException>(() => RecipeJson.Read(json, denoiser: null)).Message);
    }

    [Fact]
    public void One_of_other_columns_than_the_file_s_is_refused_with_its_name()
    {
        using var model = Trained(2);
        using var other = new DiffusionModel(
            model.Recipe with { Start = new NormalMixture([1], [0, 0, 0], [1, 0, 0, 0, 1, 0, 0, 0, 1]) }, model.Graph,
            model.Scaling, model.ColumnNames, range: null);
        ModelFile.Save(other, _folder["m"]);
        Assert.Equal($"{_folder["m"]} starts from other columns than its own; take an undamaged copy.",
            Assert.Throws<InvalidInputException>(() => ModelFile.Load(_folder["m"])).Message);
    }

    // By how many nats a row a mixture is likelier than one normal, at little enough noise that the ring shows.
    private static double Gain(PointSet fresh, float[] noise, NormalMixture mixture, NormalMixture one) =>
        Enumerable.Range(0, fresh.Count).Average(row =>
        {
            double[] x = [fresh[row][0] + 0.4 * noise[2 * row], fresh[row][1] + 0.4 * noise[2 * row + 1]];
            return Math.Log(Density(mixture, x, 0.4)) - Math.Log(Density(one, x, 0.4));
        });

    private static DiffusionModel Trained(int columns, DiffusionRecipe? recipe = null, double conditions = 0)
    {
        var ring = Ring(120, seed: 1);
        var rows = new PointSet([.. Enumerable.Range(0, 120).SelectMany(row => Enumerable.Range(0, columns)
            .Select(column => ring[row][column % 2] + column))], PointSet.DefaultNames(columns));
        var options = new TrainingOptions { Steps = 3, BatchSize = 32, Conditions = conditions };
        using var trainer = new Trainer(recipe ?? Recipe, rows, options, Standardization.Fit(rows));
        return trainer.Run();
    }

    private static void Refused(string words, Action draw) =>
        Assert.Contains(words, Assert.Throws<InvalidInputException>(draw).Message, StringComparison.Ordinal);

    private static PointSet Ring(int count, ulong seed)
    {
        var angles = new float[count];
        new RandomStream(seed, 0).FillUniform(0, angles);
        return new PointSet(
            [.. angles.SelectMany(turn => (double[])[Math.Cos(2 * Math.PI * turn), Math.Sin(2 * Math.PI * turn)])
                .Select(x => (float)x)],
            ["x", "y"]);
    }

    // Σ p·N(x; μ, Σ + σ²·I) in two columns, by the inverse of a matrix of two rows.
    private static double Density(NormalMixture mixture, double[] x, double sigma) => mixture.Shares.Select((share, k) =>
    {
        var c = mixture.Covariances.AsSpan(4 * k, 4);
        var (a, b, d) = (c[0] + sigma * sigma, c[1], c[3] + sigma * sigma);
        var (dx, dy, determinant) = (x[0] - mixture.Means[2 * k], x[1] - mixture.Means[2 * k + 1], a * d - b * b);
        return share * Math.Exp(-(d * dx * dx - 2 * b * dx * dy + a * dy * dy) / (2 * determinant))
            / (2 * Math.PI * Math.Sqrt(determinant));
    }).Sum();
}
