using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Tests.Diffusion.Guidance;
using DualScale.Training;
using static DualScale.Tests.Diffusion.MixtureRows;

namespace DualScale.Tests.Diffusion;

/// <summary>
/// Joint normals with a mean for each group of rows. A network that has learned nothing adds nothing, so the model is then the
/// mixture of normals of its training rows, of which every number is known.
/// </summary>
public sealed class JointNormalGroupsTests
{
    [Theory]
    [InlineData("edm", 0.05)]
    [InlineData("edm", 0.4)]
    [InlineData("edm", 6)]
    [InlineData("v", 0.4)]
    [InlineData("x0", 1.5)]
    [InlineData("epsilon", 1.5)]
    public void The_untrained_model_is_the_best_denoiser_of_the_mixture(string parametrization, double sigma)
    {
        using var model = Untrained(recipe: Recipe() with { Parametrization = NamedParametrization.Of(parametrization) });
        float[] noisy = [0.4f, 0.3f, 0.2f, -0.5f, 0.1f, -0.6f, 0.2f];
        var actual = model.Denoise(new PointSet(noisy, model.ColumnNames), sigma)[0].ToArray();
        double[] seen = [.. Places.Select(place => (double)noisy[place])];
        var posterior = Normalized(k => Math.Log(Shares[k]) + LogDensity(seen, Means[k], sigma)
            - Enumerable.Range(0, 3).Sum(i => Math.Pow(noisy[1 + i] - Words[k][i], 2)) / (2 * sigma * sigma));
        var gain = NormalLaw.Gain(Within, sigma);
        for (var i = 0; i < Numbers; i++)
        {
            var expected = Enumerable.Range(0, 3).Sum(k => posterior[k] *
                (Means[k][i] + Enumerable.Range(0, Numbers).Sum(j => gain[i, j] * (seen[j] - Means[k][j]))));

            // The law is that of 200,000 rows.
            Assert.Equal(expected, actual[Places[i]], 0.01);
            Assert.Equal(Enumerable.Range(0, 3).Sum(k => posterior[k] * Words[k][i]), actual[1 + i], 0.01);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_given_word_says_what_the_numbers_are()
    {
        using var model = Untrained(conditions: 0.5);
        var samples = Draw(model, [float.NaN, .. Words[2], float.NaN, float.NaN, float.NaN]);
        for (var i = 0; i < Numbers; i++)
        {
            double[] found = [.. Enumerable.Range(0, samples.Count).Select(row => (double)samples[row][Places[i]])];
            var average = found.Average();
            Assert.Equal(Means[2][i], average, 4 * Math.Sqrt(Within[i, i] / samples.Count) + 0.01);
            Assert.Equal(
                1, found.Average(value => (value - average) * (value - average)) / Within[i, i],
                4 * Math.Sqrt(2.0 / samples.Count) + 0.02);
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(0.3, -0.2, -0.3)]
    [InlineData(-0.2, 0.3, -0.2)]
    [InlineData(double.NaN, -0.3, double.NaN)]
    public void Given_numbers_say_how_likely_each_word_is(double first, double second, double third)
    {
        using var model = Untrained(conditions: 0.5);
        double[] known = [first, second, third];
        int[] places = [.. Enumerable.Range(0, Numbers).Where(i => !double.IsNaN(known[i]))];
        var samples = Draw(model, [(float)first, float.NaN, float.NaN, float.NaN, (float)second, (float)third, float.NaN]);
        var expected = Normalized(k => Math.Log(Shares[k]) + LogDensity(
            [.. places.Select(i => known[i])], [.. places.Select(i => Means[k][i])], sigma: 0, places));
        for (var k = 0; k < 3; k++)
        {
            var found = Enumerable.Range(0, samples.Count).Count(row => samples[row][1 + k] > 0.5) / (double)samples.Count;
            Assert.Equal(expected[k], found, 4 * Math.Sqrt(expected[k] * (1 - expected[k]) / samples.Count) + 0.01);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Samples_of_the_untrained_model_are_the_mixture_s()
    {
        using var model = Untrained();
        var samples = Draw(model, given: null);
        for (var k = 0; k < 3; k++)
        {
            int[] rows = [.. Enumerable.Range(0, samples.Count).Where(row => samples[row][1 + k] > 0.5)];
            var error = Math.Sqrt(Shares[k] * (1 - Shares[k]) / samples.Count);
            Assert.Equal(Shares[k], rows.Length / (double)samples.Count, 4 * error);
            for (var i = 0; i < Numbers; i++)
            {
                Assert.Equal(
                    Means[k][i], rows.Average(row => (double)samples[row][Places[i]]),
                    4 * Math.Sqrt(Within[i, i] / rows.Length) + 0.02);
            }
        }
    }

    [Fact]
    public void A_model_file_keeps_the_groups_and_such_as_it_cannot_have_are_refused()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var model = Untrained();
            ModelFile.Save(model, path);
            using var read = ModelFile.Load(path);
            Assert.Equal(0, read.Recipe.JointNormalDividedBy);
            Assert.Equal(Draw(model, null, 50).Values.ToArray(), Draw(read, null, 50).Values.ToArray());
            foreach (var other in (int[])[-1, 2])
            {
                using var damaged = new DiffusionModel(
                    model.Recipe with { JointNormalDividedBy = other },
                    DenoisingGraph.ForSampling(model.Recipe, Width), model.Scaling, model.ColumnNames, range: null);
                ModelFile.Save(damaged, path);
                Assert.Equal(
                    $"{path} has a joint normal of groups that it does not have; take an undamaged copy.",
                    Assert.Throws<InvalidInputException>(() => ModelFile.Load(path)).Message);
            }
        }
        finally
        {
            File.Delete(path);
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
            var options = new TrainingOptions { Steps = 8, BatchSize = 200, Conditions = 0.5, Threads = threads };
            using var trainer = new Trainer(Recipe() with { Conditions = Apart }, MixtureRows.Draw(300), options);
            using var model = trainer.Run();
            Assert.Equal(0, model.Recipe.JointNormalDividedBy);
            var given = new PointSet([1, float.NaN, float.NaN, float.NaN, float.NaN, -0.5f, float.NaN], model.ColumnNames);
            var drawing = new SamplingOptions { Given = given, Threads = threads };
            return (
                [.. model.Parameters.SelectMany(model.Read)],
                [.. model.Sample(70 * threads, drawing).Values.Span[..(70 * Width)]]);
        }
    }

    [Fact]
    public void Means_of_a_file_that_are_nowhere_near_are_refused()
    {
        using var model = Untrained();
        JointNormalTests.RequireRefused(model, "offsets", 1, 1e30f);
    }

    // A text is given whole.
    private static ColumnGroups Apart => new([1, 3, 1, 1, 1]);

    private static PointSet Draw(DiffusionModel model, float[]? given, int count = 20_000) =>
        model.Sample(count, new SamplingOptions
        {
            Seed = 4,
            Sampler = new DpmSolverSampler { Steps = 60 },
            Given = given is null ? null : new PointSet(given, model.ColumnNames),
        });

    private static DiffusionRecipe Recipe() => DiffusionRecipe.ScaleSpace with
    {
        Denoiser = new ScaleSpaceDenoiser { Width = 16, Blocks = 1, Frequencies = 2 },
        JointNormal = true,
        Levels = new ContinuousLevels(sigmaMax: 15),
        Discrete = [OfWords, OfFlag],
    };

    private static DiffusionModel Untrained(double conditions = 0, DiffusionRecipe? recipe = null)
    {
        recipe = (recipe ?? Recipe()) with { Conditions = conditions > 0 ? Apart : null };
        var options = new TrainingOptions { Steps = 1, Conditions = conditions };
        using var trainer = new Trainer(recipe, MixtureRows.Draw(200_000), options);
        return trainer.ToModel();
    }

    private static double[] Normalized(Func<int, double> logarithm)
    {
        double[] weights = [.. Enumerable.Range(0, 3).Select(logarithm)];
        var most = weights.Max();
        weights = [.. weights.Select(weight => Math.Exp(weight - most))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    // Up to what is the same for all means: -(x - m)ᵀ·(Σ + σ²)⁻¹·(x - m)/2, column after column given those before it.
    private static double LogDensity(double[] x, double[] mean, double sigma, int[]? places = null)
    {
        var size = x.Length;
        places ??= [.. Enumerable.Range(0, size)];
        var covariance = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                covariance[i, j] = Within[places[i], places[j]] + (i == j ? sigma * sigma : 0);
        }

        var (law, sum) = (new NormalLaw(covariance), 0.0);
        double[] centred = [.. x.Zip(mean, (value, middle) => value - middle)];
        for (var column = 0; column < size; column++)
        {
            var (expected, own) = law.Given([.. Enumerable.Range(0, size).Select(i => i < column)], centred);
            sum -= Math.Pow(centred[column] - expected[0], 2) / (2 * own[0, 0]);
        }

        return sum;
    }
}
