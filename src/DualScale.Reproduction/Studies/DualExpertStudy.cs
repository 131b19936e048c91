using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>DualDiff.</summary>
internal sealed class DualExpertStudy : Study
{
    private const string Log = "dual-expert-denoiser";
    private const string Plain =
        "dual-expert", Gate = "dual-expert-enhanced-gate", Capacity = "dual-expert-capacity", Diversity = "dual-expert-diversity";

    private static readonly (string Title, string Experiment, int LoggedRun)[] Table =
        [("Baseline", Baseline, 0), ("Dual-Expert", Plain, 1), ("Enhanced Gating", Gate, 2), ("Increased Capacity", Capacity, 3),
            ("With Diversity Loss", Diversity, 5)];

    public override string Name => "dual-expert";

    public override string Title => "DualDiff, the dual-expert denoiser";

    public override IReadOnlyList<StudyRow> Rows =>
        [.. Table.Select(row => new StudyRow(row.Title, row.Experiment, Reading.Both))];

    public override IReadOnlyList<Claim> Claims =>
    [
        new Claim.Improvement("dual expert: 17.6 % lower KL on dino, from 1.060 to 0.873", Reading.Both, Measure.Kl, Plain,
            Baseline, "dino", 0.176),
        new Claim.Improvement("dual expert: 1.1 % lower KL on circle, from 0.359 to 0.355", Reading.Both, Measure.Kl, Plain,
            Baseline, "circle", 0.011),
        new Claim.Improvement("dual expert: 8.4 % lower KL on moons, from 0.095 to 0.087", Reading.Both, Measure.Kl, Plain,
            Baseline, "moons", 0.084),
        new Claim.Improvement("on line the baseline is better, by its own table: KL 0.157 against 0.166", Reading.Both,
            Measure.Kl, Baseline, Plain, "line", 1 - 0.157 / 0.166),
        new Claim.Improvement("full model: 38.7 % lower KL on dino, from 1.060 to 0.650", Reading.Both, Measure.Kl, Diversity,
            Baseline, "dino", 0.387),
        new Claim.Improvement("abstract: 6.2 % lower KL on circle (the run without diversity loss)", Reading.Both, Measure.Kl,
            Capacity, Baseline, "circle", 0.062),
        new Claim.Improvement("abstract: 3.1 % lower KL on moons (the run without diversity loss)", Reading.Both, Measure.Kl,
            Capacity, Baseline, "moons", 0.031),
        new Claim.Improvement("enhanced gating lowers KL on dino, from 0.873 to 0.862", Reading.Both, Measure.Kl, Gate, Plain,
            "dino", 1 - 0.862 / 0.873),
        new Claim.Improvement("increased capacity lowers KL on dino, from 0.862 to 0.749", Reading.Both, Measure.Kl, Capacity,
            Gate, "dino", 1 - 0.749 / 0.862),
        new Claim.Improvement("diversity loss lowers KL on dino, from 0.749 to 0.650", Reading.Both, Measure.Kl, Diversity,
            Capacity, "dino", 1 - 0.650 / 0.749),
        new Claim.CostFactor("training time up by 45 % on average", Reading.Both, Plain, Baseline, 1.45),
    ];

    public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        string[] columns =
        [
            costs.TrainingTitle, "printed (GPU)", "evaluation loss, averaged weights", "evaluation loss, raw weights",
            "printed (raw)", costs.SamplingTitle, "printed (GPU)",
            "KL, bits, averaged weights", "printed", "logged",
        ];
        yield return new Block.Paragraph(
            "Table 1 of the paper: baseline and dual expert. Text and published code have the same networks. Samples, and so every KL, are of the averaged weights, as in the code; the evaluation loss that "
            + "it prints is of raw weights, on points that were trained on, where the ones measured here were not.");
        yield return new Block.Table(
            ["Dataset", "Model", .. columns],
            [.. from name in data from row in Table.Take(2) select Row(1, row, name, name, row.Title)], 2);
        yield return new Block.Paragraph(
            "Table 2 of the paper, on dino, and the same for the other point sets. The diversity loss has λ = 0.05, as the text says, and the logged column shows the run with it; the printed number is that of the run with λ = 0.1.");
        yield return new Block.Table(
            ["Configuration", "Dataset", .. columns],
            [.. from name in data.OrderBy(name =>
                name == "dino" ? 0 : 1) from row in Table select Row(2, row, name, row.Title, name)], 2);

        string[] Row(int table, (string Title, string Experiment, int LoggedRun) row, string name, string first, string second) =>
        [
            first, second,
            Format.Number(costs.TrainingSeconds(row.Experiment), 1),
            Format.Number(Published.DualExpert(table, row.Title, name, "training_time_s"), 1),
            Measured(measurements, row.Experiment, name, Measure.EvaluationLoss),
            Measured(measurements, row.Experiment, name, Measure.RawEvaluationLoss),
            Format.Number(Published.DualExpert(table, row.Title, name, "eval_loss")),
            Format.Number(costs.SamplingSeconds(row.Experiment), 2),
            Format.Number(Published.DualExpert(table, row.Title, name, "inference_time_s")),
            Measured(measurements, row.Experiment, name, Measure.Kl),
            Format.Number(Published.DualExpert(table, row.Title, name, "kl_divergence_bits")),
            Format.Number(Published.Logged(Log, row.LoggedRun, name, "kl_divergence_bits")),
        ];
    }

    public override IEnumerable<Block> Figures(StudyFigures figures) => figures.Gates([Plain, Gate, Capacity, Diversity]);
}
