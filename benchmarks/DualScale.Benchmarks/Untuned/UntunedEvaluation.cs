using System.Globalization;
using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Benchmarks.Untuned;

/// <summary>
/// The command <c>untuned</c>: trains the default model on laws of which nothing was tuned and prints a row of Markdown for each
/// training, beside what the true law gives.
/// </summary>
internal static class UntunedEvaluation
{
    private const int Points = 100_000, Samples = 10_000, Rows = 5000, Floors = 3;
    private const double RareShare = 0.001;

    private static readonly KnownLaw[] Laws = [new CoilLaw(), new FiveLaw()];

    /// <summary>Trains each law with seeds 0, 1, ….</summary>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="steps">Steps of a training.</param>
    public static int Run(int seeds, int steps)
    {
        Console.WriteLine("| law | seed | forward | its floor | reverse | its floor | true nats | model - true | rare of 10,000 |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---|---:|");
        foreach (var law in Laws)
        {
            for (var seed = 0; seed < seeds; seed++)
                Console.WriteLine(Row(law, (ulong)seed, steps));
        }

        return 0;
    }

    private static string Row(KnownLaw law, ulong seed, int steps)
    {
        var data = law.Draw(Points, Stream(0));
        var options = TrainingOptions.ScaleSpace with { Seed = seed, Steps = steps };
        var (samples, likelihood) = Learn(law, data, options, Stream(1));
        var scaling = Standardization.Fit(data);
        var divergence = Divergence(samples);
        Divergence[] floors = [.. Enumerable.Range(0, Floors).Select(draw => Divergence(law.Draw(Samples, Stream(3 + draw))))];
        double[] ofFresh = [.. law.LogDensities(law.Draw(Points, Stream(2))).Order()];
        var rare = Quantiles.Of<double>(ofFresh, RareShare);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {law.Name} | {seed} | {divergence.Forward:F3} | {floors.Average(floor => floor.Forward):F3} | {divergence.Reverse:F3} | {floors.Average(floor => floor.Reverse):F3} | {likelihood} | {law.LogDensities(samples).Count(density => density < rare)} |");

        RandomStream Stream(int set) => new(seed, 1_000_000 + (ulong)set);

        Divergence Divergence(PointSet points) => KlDivergence.Estimate(scaling.Apply(data), scaling.Apply(points));
    }

    // As the library's first example has it.
    private static (PointSet Samples, string Likelihood) Learn(
        KnownLaw law, PointSet data, TrainingOptions options, RandomStream fresh)
    {
        using var trainer = new Trainer(DiffusionRecipe.ScaleSpace, data, options, Standardization.Fit(data));
        using var model = trainer.Run();
        var rows = law.Draw(Rows, fresh);
        var truth = law.LogDensities(rows);
        var likelihood = model.LogLikelihood(rows, new LikelihoodOptions { Tolerance = 0.01 });
        double[] differences = [.. likelihood.Rows.Zip(truth, (row, exact) => row - exact)];
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Sum(difference => Math.Pow(difference - mean, 2)) / (Rows - 1.0) / Rows);
        return (model.Sample(Samples, new SamplingOptions { Seed = options.Seed }), string.Create(
            CultureInfo.InvariantCulture, $"{truth.Average():F3} | {mean:F3} ± {error:F3}"));
    }
}
