using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>A number that every job is measured by.</summary>
/// <param name="Key">What results.csv calls it.</param>
/// <param name="Title">What a table calls it.</param>
/// <param name="Of">Its value in an evaluation.</param>
internal sealed record Measure(string Key, string Title, Func<EvaluationResult, double> Of)
{
    public static Measure Kl { get; } = new("kl_bits", "KL(data ‖ samples), bits", evaluation => evaluation.Divergence);

    public static Measure ReverseKl { get; } = new(
        "reverse_kl_bits", "KL(samples ‖ data), bits", evaluation => evaluation.ReverseDivergence);

    public static Measure Floor { get; } = new("floor_bits", "floor, bits", evaluation => evaluation.DivergenceFloor);

    public static Measure ReverseFloor { get; } = new(
        "reverse_floor_bits", "floor of KL(samples ‖ data), bits", evaluation => evaluation.ReverseDivergenceFloor);

    public static Measure KlOverFloor { get; } = new(
        "kl_over_floor", "KL(data ‖ samples) over its floor, bits",
        evaluation => evaluation.Divergence - evaluation.DivergenceFloor);

    public static Measure ReverseKlOverFloor { get; } = new(
        "reverse_kl_over_floor", "KL(samples ‖ data) over its floor, bits",
        evaluation => evaluation.ReverseDivergence - evaluation.ReverseDivergenceFloor);

    public static Measure EvaluationLoss { get; } = new(
        "eval_loss", "evaluation loss, averaged weights", evaluation => evaluation.EvaluationLoss);

    public static Measure RawEvaluationLoss { get; } = new(
        "eval_loss_raw", "evaluation loss, raw weights", evaluation => evaluation.RawEvaluationLoss);

    public static IReadOnlyList<Measure> All { get; } = [Kl, ReverseKl, Floor, ReverseFloor, EvaluationLoss, RawEvaluationLoss];

    /// <summary>The variance of a noise grid, by its key in an evaluation.</summary>
    public static Measure GridVariance(string key) =>
        new(key, key, evaluation => evaluation.GridVariances.GetValueOrDefault(key, double.NaN));
}
