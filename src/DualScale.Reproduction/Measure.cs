using System.Text.Json.Nodes;

namespace DualScale.Reproduction;

/// <summary>A number that every job is measured by.</summary>
/// <param name="Key">Its key in an evaluation.</param>
/// <param name="Title">What a table calls it.</param>
internal sealed record Measure(string Key, string Title)
{
    public static Measure Kl { get; } = new("kl_bits", "KL(data ‖ samples), bits");

    public static Measure ReverseKl { get; } = new("reverse_kl_bits", "KL(samples ‖ data), bits");

    public static Measure Floor { get; } = new("floor_bits", "floor, bits");

    public static Measure EvaluationLoss { get; } = new("eval_loss", "evaluation loss, averaged weights");

    public static Measure RawEvaluationLoss { get; } = new("eval_loss_raw", "evaluation loss, raw weights");

    public static IReadOnlyList<Measure> All { get; } = [Kl, ReverseKl, Floor, EvaluationLoss, RawEvaluationLoss];

    public double Of(JsonObject evaluation) => evaluation[Key]?.GetValue<double>() ?? double.NaN;
}
