using DualScale.Diffusion;
using DualScale.Evaluation;

namespace DualScale.Runs.Report;

/// <summary>What samples of so many network calls are worth.</summary>
/// <param name="Calls">Network calls a sample.</param>
/// <param name="Divergence">Between data and samples, as an evaluation estimates it.</param>
internal readonly record struct CallsPoint(int Calls, Divergence Divergence)
{
    private static readonly int[] Steps = [5, 8, 12, 20, 40];

    /// <summary>
    /// Measures the model's own sampler with several numbers of steps, on as many samples of the same seed as its evaluation.
    /// Nothing of discrete levels, where samples take too long.
    /// </summary>
    public static IReadOnlyList<CallsPoint> Of(
        Run run, DiffusionModel model, EvaluationResult evaluation, CancellationToken cancellation)
    {
        if (model.Levels.IsDiscrete)
            return [];
        return Of(run, model, evaluation, Steps, 0, cancellation);
    }

    /// <summary>
    /// Measures the model's own sampler with given numbers of steps, on as many samples of the same seed as its evaluation.
    /// </summary>
    public static IReadOnlyList<CallsPoint> Of(
        Run run, DiffusionModel model, EvaluationResult evaluation, IReadOnlyList<int> steps, int threads,
        CancellationToken cancellation) =>
        [.. steps.Select(count => model.DefaultSampler with { Steps = count }).Select(sampler => new CallsPoint(
            model.Trace(1, sampler, evaluation.Seed).Calls,
            EvaluationSession.Estimate(run, model.Sample(
                evaluation.Samples, new SamplingOptions { Seed = evaluation.Seed, Sampler = sampler, Threads = threads }, null,
                cancellation), threads, cancellation) ?? new Divergence(double.NaN, double.NaN)))];
}
