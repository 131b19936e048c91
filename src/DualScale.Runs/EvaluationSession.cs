using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>Measures a run: divergences, evaluation loss, held-out likelihood, times.</summary>
internal static class EvaluationSession
{
    private const int Neighbour = 5;

    // A loss as exact as what stands beside it: 400,000 draws for 10,000 samples.
    private const int LossDrawsPerSample = 40;
    private const int MostLossDraws = 400_000;

    // A mean over so many rows scatters by more than its rows' steps err.
    private const int MostLikelihoodRows = 1000;
    private const double LikelihoodTolerance = 0.1;

    public static EvaluationResult Evaluate(Run run, DiffusionModel model, SamplingResult drawn, int threads,
        IProgress<RunEvent>? events, CancellationToken cancellation)
    {
        events?.Report(new RunMessage("estimating divergences"));
        var (reference, fresh) = run.Data.Comparison(drawn.Count);
        var divergence = Estimate(drawn.Points.First(fresh.Count));
        var floor = Estimate(fresh);
        if (!double.IsFinite(divergence.Forward))
        {
            events?.Report(new RunMessage(
                $"There is no estimate of a divergence: it takes more than {Neighbour} finite samples and as many points on either half of a table."));
        }

        if (Repetition.Warning(divergence) is { } warning)
            events?.Report(new RunMessage(warning));
        var options = new EvaluationLossOptions
        {
            Seed = drawn.Seed,
            Threads = threads,
            Draws = (int)Math.Min(
            MostLossDraws, (long)LossDrawsPerSample * drawn.Count)
        };
        var loss = model.EvaluationLoss(run.Data.HeldOut, options, cancellation);
        var raw = MeasureRawWeights(run, options, events, cancellation);
        var likelihood = MeasureLikelihood(
            model, run.Data.HeldOut.Thin(Math.Min(MostLikelihoodRows, drawn.Count)), drawn.Seed, threads, cancellation);
        var result = new EvaluationResult
        {
            Version = EvaluationResult.CurrentVersion,
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
            RawEvaluationLoss = raw.Loss,
            NegativeLogLikelihood = -likelihood?.Mean ?? double.NaN,
            NegativeLogLikelihoodError = likelihood?.StandardError ?? double.NaN,
            NegativeLogLikelihoodRows = likelihood?.Rows.Count ?? 0,
            TrainingSeconds = run.ReadTraining()?.Seconds ?? double.NaN,
            SamplingSeconds = drawn.Seconds,
            GridVariances = GridVariances(model, "").Concat(raw.GridVariances).ToDictionary(),
        };
        ResultFile.Write(result, run.Files.Evaluation);
        return result;

        // Distances are those that the network sees, so that no column drowns another. Where there are too few points for an
        // estimate there is none, which is no reason to fail the others.
        Divergence Estimate(PointSet points) =>
            Math.Min(reference.Count, points.Count) <= Neighbour || points.IndexOfNotFinite() >= 0
                ? new Divergence(double.NaN, double.NaN)
                : KlDivergence.Estimate(run.Data.Scaling.Apply(reference), run.Data.Scaling.Apply(points), Neighbour, threads,
                    cancellation: cancellation);
    }

    private static (double Loss, IReadOnlyList<KeyValuePair<string, double>> GridVariances) MeasureRawWeights(
        Run run, EvaluationLossOptions options, IProgress<RunEvent>? events, CancellationToken cancellation)
    {
        try
        {
            using var raw = RawWeights.Load(run);
            return raw is null ? (double.NaN, [])
                : (raw.EvaluationLoss(run.Data.HeldOut, options, cancellation).Mean, [.. GridVariances(raw, "_raw")]);
        }
        catch (InvalidInputException exception)
        {
            events?.Report(new RunMessage($"The weights before averaging are not measured: {exception.Message}"));
            return (double.NaN, []);
        }
    }

    private static LogLikelihood? MeasureLikelihood(
        DiffusionModel model, PointSet points, ulong seed, int threads, CancellationToken cancellation) =>
        model.Grid is not null ? null : model.LogLikelihood(
            points, new LikelihoodOptions { Tolerance = LikelihoodTolerance, Seed = seed, Threads = threads },
            cancellation: cancellation);

    // noise_grid, coarse_noise_grid and fine_noise_grid become grid_variance, coarse_grid_variance and fine_grid_variance.
    private static IEnumerable<KeyValuePair<string, double>> GridVariances(DiffusionModel model, string ending) =>
        model.GridParameters.Select(grid => KeyValuePair.Create(
            grid.Name.Replace("noise_grid", "grid_variance", StringComparison.Ordinal) + ending, Variance(model.Read(grid))));

    private static double Variance(float[] values)
    {
        var mean = values.Average(value => (double)value);
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}
