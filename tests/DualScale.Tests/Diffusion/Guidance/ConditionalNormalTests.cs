using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>Joint normals, of which every conditional law is known.</summary>
public sealed class ConditionalNormalTests
{
    private const int Count = 20_000;

    public static TheoryData<int, string, int[]> Cases => new()
    {
        { 3, "dpm++2m", [1] },
        { 3, "heun", [0, 2] },
        { 3, "edm-churn", [0, 2] },
        { 8, "heun", [5] },
        { 8, "dpm++2m", [0, 3, 6] },
        { 8, "heun", [0, 1, 2, 4, 5, 7] },
    };

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Cases))]
    public void Samples_of_the_exact_denoiser_have_the_conditional_mean_and_covariance(int columns, string name, int[] given)
    {
        var law = NormalLaw.Correlated(columns);
        using var model = NormalDenoiser.Model(law);
        Sampler sampler = name switch
        {
            "heun" => new HeunSampler { Steps = 80 },

            // From where a row still matters, and asked about above it.
            "edm-churn" => new ChurningSampler
            {
                Levels = [.. Enumerable.Range(0, 80).Select(i => 3 * Math.Pow(NormalDenoiser.Least / 3, i / 79.0))],
                Churn = 1,
            },
            _ => new DpmSolverSampler { Steps = 100 },
        };
        var known = Known(columns, given);
        var samples = model.Sample(Count, new SamplingOptions { Sampler = sampler, Seed = 3, Given = Row(model, known) });
        Assert.InRange(WorstMoment(law, model, samples, known, standardErrors: true), 0, 3);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Trained_model_comes_near_to_every_conditional_law()
    {
        var law = NormalLaw.Correlated(3);
        var data = new PointSet(law.Draw(4000, seed: 8), PointSet.DefaultNames(3));
        var network = new ScaleSpaceDenoiser { Width = 48, Blocks = 2, Frequencies = 2 };
        var recipe = DiffusionRecipe.ScaleSpace with { Denoiser = network };
        var options = TrainingOptions.ScaleSpace with { Steps = 1200, BatchSize = 256, ReferenceRows = 0, Conditions = 0.6 };
        using var trainer = new Trainer(recipe, data, options, Standardization.Fit(data));
        using var model = trainer.Run();
        foreach (var given in (int[][])[[0], [1], [2], [0, 1], [1, 2]])
        {
            var known = Known(3, given);
            var samples = model.Sample(4000, new SamplingOptions { Seed = 3, Given = Row(known) });
            Assert.InRange(WorstMoment(law, model: null, samples, known, standardErrors: false), 0, 0.12);
        }
    }

    [Fact]
    public void Rows_redrawn_until_they_lie_in_an_interval_have_the_law_cut_off_there()
    {
        // Of a standard normal between 0.5 and 2: the share φ(2) - φ(0.5) and the mean of the cut law; the others follow it.
        const double Share = 0.28578, Mean = 1.04297;
        var law = NormalLaw.Correlated(3);
        using var model = NormalDenoiser.Model(law);
        var accepted = model.SampleWhere(
            4000, row => row[0] is >= 5.5f and <= 7, new SamplingOptions { Sampler = new HeunSampler { Steps = 15 } });
        Assert.Equal(4000, accepted.Points.Count);
        Assert.Equal(Share, accepted.Rate, 3 * Math.Sqrt(Share * (1 - Share) / accepted.Drawn));
        var scaled = Scaled(accepted.Points, model);
        Assert.Equal(Mean, scaled.Average(row => row[0]), 0.03);
        var follow = law.Given([true, false, false], [Mean, 0, 0]).Mean;
        Assert.Equal(follow[0], scaled.Average(row => row[1]), 0.05);
        Assert.Equal(follow[1], scaled.Average(row => row[2]), 0.05);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Imputed_draws_have_the_mean_and_the_interval_of_the_conditional_law()
    {
        var law = NormalLaw.Correlated(3);
        using var model = NormalDenoiser.Model(law);
        var points = new PointSet([5.3f, float.NaN, 4, 6, 7, 8, float.NaN, 9, float.NaN], model.ColumnNames);
        var imputed = model.Impute(points, 3000, new SamplingOptions { Sampler = new HeunSampler { Steps = 40 } });
        Assert.Equal(3000, imputed.Draws.Count);
        var (mean, (low, high)) = (imputed.Mean(), imputed.Interval(0.8));
        foreach (var draw in imputed.Draws.Append(mean).Append(low).Append(high))
        {
            foreach (var cell in (int[])[0, 2, 3, 4, 5, 7])
                Assert.Equal(points.Values.Span[cell], draw.Values.Span[cell], 1e-5);
        }

        // One blank of row 0: the quantiles of a normal at 0.1 and 0.9.
        var (expected, covariance) = law.Given([true, false, true], [0.3, 0, (4 - 7) / 3.0]);
        var deviation = Math.Sqrt(covariance[0, 0]);
        Assert.Equal(6 + 2 * expected[0], mean[0][1], 2 * deviation * 3 / Math.Sqrt(3000));
        Assert.Equal(6 + 2 * (expected[0] - 1.2816 * deviation), low[0][1], 2 * deviation * 0.1);
        Assert.Equal(6 + 2 * (expected[0] + 1.2816 * deviation), high[0][1], 2 * deviation * 0.1);
        var others = law.Given([false, true, false], [0, 1.5, 0]);
        Assert.Equal(5 + others.Mean[0], mean[2][0], 0.06);
        Assert.Equal(7 + 3 * others.Mean[1], mean[2][2], 3 * 0.06);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Filled_cells_know_nothing_of_the_cells_that_were_drawn_there_but_what_stands_beside_them(bool given)
    {
        // Same seed, same rows, in the second case the same columns given: what the given leave open must be independent.
        const int Rows = 4000;
        var law = NormalLaw.Correlated(3);
        using var model = NormalDenoiser.Model(law);
        var options = new SamplingOptions { Sampler = new HeunSampler { Steps = 12 } };
        var drawn = model.Sample(
            Rows, given ? options with { Given = new PointSet([5.3f, float.NaN, 8], model.ColumnNames) } : options);
        var values = drawn.Values.ToArray();
        for (var row = 0; row < Rows; row++)
            values[3 * row + 1] = float.NaN;
        var filled = model.Impute(new PointSet(values, model.ColumnNames), options: options).Draws[0];
        double[] before = Left(drawn), after = Left(filled);
        var correlation = before.Zip(after, (a, b) => a * b).Sum() /
            Math.Sqrt(before.Sum(a => a * a) * after.Sum(b => b * b));
        Assert.Equal(0, correlation, 4 / Math.Sqrt(Rows));

        double[] Left(PointSet rows)
        {
            var scaled = Scaled(rows, model);
            double[] left = [.. scaled.Select(row => row[1] - law.Given([true, false, true], row).Mean[0])];
            var mean = left.Average();
            return [.. left.Select(value => value - mean)];
        }
    }

    // Values about one and two deviations from the mean, NaN where not given.
    private static double[] Known(int columns, int[] given) =>
        [.. Enumerable.Range(0, columns).Select(i => given.Contains(i) ? (i % 2 == 0 ? 1.8 : -1.2) : double.NaN)];

    private static PointSet Row(double[] known) =>
        new([.. known.Select(value => (float)value)], PointSet.DefaultNames(known.Length));

    private static PointSet Row(DiffusionModel model, double[] known)
    {
        float[] row = [.. known.Select(value => (float)value)];
        model.Scaling.Restore(row);
        return new PointSet(row, model.ColumnNames);
    }

    // The largest distance of a mean or covariance from the exact one, in standard errors or as it is.
    private static double WorstMoment(
        NormalLaw law, DiffusionModel? model, PointSet samples, double[] known, bool standardErrors)
    {
        bool[] mask = [.. known.Select(value => !double.IsNaN(value))];
        int[] free = [.. NormalLaw.Places(mask, false)];
        var (mean, covariance) = law.Given(mask, known);
        var rows = Scaled(samples, model);
        var worst = 0.0;
        double[] found = [.. free.Select(column => rows.Average(row => row[column]))];
        for (var i = 0; i < free.Length; i++)
        {
            Look(found[i] - mean[i], covariance[i, i]);
            for (var j = 0; j <= i; j++)
            {
                var joint = rows.Average(row => (row[free[i]] - found[i]) * (row[free[j]] - found[j]));
                Look(joint - covariance[i, j], covariance[i, i] * covariance[j, j] + covariance[i, j] * covariance[i, j]);
            }
        }

        return worst;

        void Look(double error, double variance) =>
            worst = Math.Max(worst, Math.Abs(error) / (standardErrors ? Math.Sqrt(variance / rows.Length) : 1));
    }

    private static double[][] Scaled(PointSet points, DiffusionModel? model)
    {
        var scaled = model?.Scaling.Apply(points) ?? points;
        return [.. Enumerable.Range(0, points.Count).Select(row => scaled[row].ToArray().Select(x => (double)x).ToArray())];
    }
}
