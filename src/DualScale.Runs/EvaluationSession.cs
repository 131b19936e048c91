using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>
/// Measures a run: divergences and their floors, distances to training rows, evaluation loss, held-out likelihood, times.
/// </summary>
internal static class EvaluationSession
{
    private const int Neighbour = 5;
    private const int FloorDraws = 10;

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
        var verdict = Judge(run, drawn.Points, threads, cancellation);
        if (verdict is null)
        {
            events?.Report(new RunMessage(
                $"There is no estimate of a divergence: it takes more than {Neighbour} finite samples and as many points on either half of a table."));
        }

        var divergence = verdict?.Divergence ?? new Divergence(double.NaN, double.NaN);
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
            MeasuredOn = run.Data.Encoding is { } encoding
                ? $"the {encoding.Names.Count} columns that the table's {encoding.Schema.Columns.Count} are encoded to" : null,
            Seed = drawn.Seed,
            Samples = drawn.Count,
            Sampler = drawn.Sampler,
            SamplerSteps = drawn.Steps,
            SamplerOptions = drawn.SamplerOptions,
            ModelHash = run.HashModel(),
            Judgement = verdict,
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
    }

    /// <summary>
    /// Judges samples; null where there are too few for an estimate, or one is not finite. Distances are those that the network
    /// sees, so that no column drowns another.
    /// </summary>
    public static SampleVerdict? Judge(Run run, PointSet samples, int threads, CancellationToken cancellation)
    {
        var data = run.Data;
        samples = data.AsData(samples);
        if (Estimate(data, samples, threads, cancellation) is not { } divergence)
            return null;
        var floors = Enumerable.Range(0, FloorDraws).Select(draw =>
        {
            var (against, points) = data.Comparison(samples.Count, draw);
            return Between(data, against, points, threads, cancellation);
        }).ToArray();
        return new SampleVerdict(
            divergence, DivergenceFloor.Of([.. floors.Select(floor => floor.Forward)]),
            DivergenceFloor.Of([.. floors.Select(floor => floor.Reverse)]),
            CopyingTest.Of(
                Centred(data, data.Training), Centred(data, data.HeldOut), Centred(data, samples), threads, cancellation));
    }

    // Of a table with every number in the middle of its share: a copy of a row is where the row is.
    private static PointSet Centred(DataSets data, PointSet points) => data.Encoding is { } encoding
        ? encoding.EncodeCentred(encoding.Decode(points)) : data.Scaling.Apply(points);

    /// <summary>The divergence between data and samples; null as that of a verdict.</summary>
    public static Divergence? Estimate(Run run, PointSet samples, int threads, CancellationToken cancellation) =>
        Estimate(run.Data, run.Data.AsData(samples), threads, cancellation);

    private static Divergence? Estimate(DataSets data, PointSet samples, int threads, CancellationToken cancellation)
    {
        var (reference, fresh) = data.Comparison(samples.Count);
        var compared = samples.First(fresh.Count);
        return Math.Min(reference.Count, compared.Count) <= Neighbour || samples.IndexOfNotFinite() >= 0
            ? null : Between(data, reference, compared, threads, cancellation);
    }

    private static Divergence Between(
        DataSets data, PointSet reference, PointSet points, int threads, CancellationToken cancellation) =>
        KlDivergence.Estimate(
            data.Scaling.Apply(reference), data.Scaling.Apply(points), Neighbour, threads, cancellation: cancellation);

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

    // The papers' networks, whose kinks the flow must follow, take hundreds of calls a row: 'score' asks them when told to.
    private static LogLikelihood? MeasureLikelihood(
        DiffusionModel model, PointSet points, ulong seed, int threads, CancellationToken cancellation) =>
        model.Levels.IsDiscrete ? null : model.LogLikelihood(
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
