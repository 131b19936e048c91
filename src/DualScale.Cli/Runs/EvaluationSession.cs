using System.Diagnostics;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;
using DualScale.Data;
using DualScale.Diffusion;
using DualScale.Evaluation;

namespace DualScale.Cli.Runs;

/// <summary>Measures a run: three divergences, evaluation loss, times.</summary>
internal static class EvaluationSession
{
    private const int Neighbour = 5;

    public static (JsonObject Document, PointSet Samples) Evaluate(
        Run run, int samples, ulong seed, int threads, Screen screen, IReadOnlyList<ReverseStep>? steps, CancellationToken cancellation)
    {
        using var model = run.LoadModel();
        var options = new SamplingOptions { Seed = seed, Threads = threads, Steps = steps };
        var watch = Stopwatch.StartNew();
        var drawn = SamplingSession.Draw(model, samples, options, screen, cancellation);
        var samplingSeconds = watch.Elapsed.TotalSeconds;
        screen.Message("estimating divergences");
        var divergence = Estimate(run.Data.Real, drawn, threads);
        var fresh = run.Data.FreshPoints(samples);
        var floor = Estimate(ReferenceEquals(fresh, run.Data.HeldOut) ? run.Data.Training : run.Data.Real, fresh, threads);
        var document = new JsonObject
        {
            ["model"] = run.ModelName,
            ["data"] = run.DataName,
            ["seed"] = seed,
            ["samples"] = samples,
            ["kl_bits"] = Results.Number(divergence.Forward),
            ["reverse_kl_bits"] = Results.Number(divergence.Reverse),
            ["floor_bits"] = Results.Number(floor.Forward),
            ["eval_loss"] = Results.Number(model.EvaluationLoss(run.Data.HeldOut, seed)),
            ["training_seconds"] = Results.Number(run.TrainingSeconds()),
            ["sampling_seconds"] = samplingSeconds,
        };
        RunRecord.Write(document, run.Files.Evaluation);
        return (document, drawn);
    }

    // Where there are too few points for an estimate there is none, which is no reason to fail the others.
    private static Divergence Estimate(PointSet real, PointSet generated, int threads)
    {
        if (Math.Min(real.Count, generated.Count) <= Neighbour || !generated.Values.Span.ToArray().All(float.IsFinite))
            return new Divergence(double.NaN, double.NaN);
        return KlDivergence.Estimate(real, generated, Neighbour, threads);
    }
}
