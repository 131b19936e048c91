using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>Measures a run: three divergences, evaluation loss, times.</summary>
internal static class EvaluationSession
{
    private const int Neighbour = 5;

    public static EvaluationResult Evaluate(Run run, DiffusionModel model, SamplingResult drawn, int threads, IProgress<RunEvent>? events, CancellationToken cancellation)
    {
        events?.Report(new RunMessage("estimating divergences"));
        var (reference, fresh) = run.Data.Comparison(drawn.Count);
        var divergence = Estimate(drawn.Points.First(fresh.Count));
        var floor = Estimate(fresh);
        if (!double.IsFinite(divergence.Forward))
            events?.Report(new RunMessage($"There is no estimate of a divergence: it takes more than {Neighbour} finite samples and as many points on either half of a table."));
        if (Repetition.Warning(divergence) is { } warning)
            events?.Report(new RunMessage(warning));
        var loss = model.EvaluationLoss(run.Data.HeldOut, new EvaluationLossOptions { Seed = drawn.Seed, Threads = threads }, cancellation);
        var result = new EvaluationResult
        {
            Model = run.ModelName,
            Data = run.DataName,
            Seed = drawn.Seed,
            Samples = drawn.Count,
            Sampler = drawn.Sampler,
            SamplerSteps = drawn.Steps,
            Divergence = divergence.Forward,
            ReverseDivergence = divergence.Reverse,
            DivergenceFloor = floor.Forward,
            ReverseDivergenceFloor = floor.Reverse,
            EvaluationLoss = loss.Mean,
            EvaluationLossError = loss.StandardError,
            TrainingSeconds = run.ReadTraining()?.Seconds ?? double.NaN,
            SamplingSeconds = drawn.Seconds,
            GridVariances = model.GridParameters.ToDictionary(
                grid => grid.Name.Replace("noise_grid", "grid_variance", StringComparison.Ordinal), grid => Variance(model.Read(grid))),
        };
        ResultFile.Write(result, run.Files.Evaluation);
        return result;

        // Distances are those that the network sees, so that no column drowns another. Where there are too few points for an
        // estimate there is none, which is no reason to fail the others.
        Divergence Estimate(PointSet points) =>
            Math.Min(reference.Count, points.Count) <= Neighbour || points.IndexOfNotFinite() >= 0
                ? new Divergence(double.NaN, double.NaN)
                : KlDivergence.Estimate(run.Data.Scaling.Apply(reference), run.Data.Scaling.Apply(points), Neighbour, threads, cancellation: cancellation);
    }

    private static double Variance(float[] values)
    {
        var mean = values.Average(value => (double)value);
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
