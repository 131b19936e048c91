using System.Diagnostics;
using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>Measures a run: three divergences, evaluation loss, times.</summary>
internal static class EvaluationSession
{
    /// <summary>Which definitions the measures follow: raised when one is added or defined anew, so that older evaluations are told apart.</summary>
    public const int Version = 2;

    private const int Neighbour = 5;

    public static (JsonObject Document, PointSet Samples) Evaluate(
        Run run, SamplingRequest request, IScreen screen, CancellationToken cancellation)
    {
        using var model = run.LoadModel();
        var watch = Stopwatch.StartNew();
        var drawn = request.Draw(model, screen, cancellation);
        var samplingSeconds = watch.Elapsed.TotalSeconds;
        screen.Message("estimating divergences");
        var (reference, fresh) = run.Data.Comparison(request.Count);
        var divergence = Estimate(drawn.First(fresh.Count));
        var floor = Estimate(fresh);
        if (!double.IsFinite(divergence.Forward))
            screen.Message($"There is no estimate of a divergence: it takes more than {Neighbour} finite samples and as many points on either half of a table.");
        if (Repetition.Warning(divergence) is { } warning)
            screen.Message(warning);
        var lossOptions = new EvaluationLossOptions { Seed = request.Seed, Threads = request.Threads };
        var loss = model.EvaluationLoss(run.Data.HeldOut, lossOptions, cancellation);
        var document = new JsonObject
        {
            ["evaluation_version"] = Version,
            ["model"] = run.ModelName,
            ["data"] = run.DataName,
            ["seed"] = request.Seed,
            ["samples"] = request.Count,
            ["sampler"] = request.SamplerOf(model),
            ["sampler_steps"] = request.SamplerFor(model).Path(model.Levels).Count,
            ["kl_bits"] = Results.Number(divergence.Forward),
            ["reverse_kl_bits"] = Results.Number(divergence.Reverse),
            ["floor_bits"] = Results.Number(floor.Forward),
            ["reverse_floor_bits"] = Results.Number(floor.Reverse),
            ["eval_loss"] = Results.Number(loss.Mean),
            ["eval_loss_error"] = Results.Number(loss.StandardError),
            ["training_seconds"] = Results.Number(run.TrainingSeconds()),
            ["sampling_seconds"] = samplingSeconds,
        };
        foreach (var (name, variance) in GridVariances(model))
            document[name] = Results.Number(variance);
        MeasureRawWeights(run, lossOptions, document, screen, cancellation);
        RunRecord.Write(document, run.Files.Evaluation);
        return (document, drawn);

        // Distances are those that the network sees, so that no column drowns another. Where there are too few points for an
        // estimate there is none, which is no reason to fail the others.
        Divergence Estimate(PointSet points) =>
            Math.Min(reference.Count, points.Count) <= Neighbour || points.IndexOfNotFinite() >= 0
                ? new Divergence(double.NaN, double.NaN)
                : KlDivergence.Estimate(run.Data.Scaling.Apply(reference), run.Data.Scaling.Apply(points), Neighbour, request.Threads, cancellation: cancellation);
    }

    private static void MeasureRawWeights(Run run, EvaluationLossOptions options, JsonObject document, IScreen screen, CancellationToken cancellation)
    {
        document["eval_loss_raw"] = null;
        try
        {
            using var raw = RawWeights.Load(run);
            if (raw is null)
                return;
            document["eval_loss_raw"] = Results.Number(raw.EvaluationLoss(run.Data.HeldOut, options, cancellation).Mean);
            foreach (var (name, variance) in GridVariances(raw))
                document[$"{name}_raw"] = Results.Number(variance);
        }
        catch (InvalidInputException exception)
        {
            screen.Message($"The weights before averaging are not measured: {exception.Message}");
        }
    }

    // noise_grid, coarse_noise_grid and fine_noise_grid become grid_variance, coarse_grid_variance and fine_grid_variance.
    private static IEnumerable<(string Name, double Variance)> GridVariances(DiffusionModel model)
    {
        foreach (var parameter in model.GridParameters)
        {
            var values = model.Read(parameter);
            var mean = values.Average(value => (double)value);
            var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
            yield return (parameter.Name.Replace("noise_grid", "grid_variance", StringComparison.Ordinal), variance);
        }
    }
}
