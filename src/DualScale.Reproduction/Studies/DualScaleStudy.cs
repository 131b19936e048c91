using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>Adaptive dual-scale denoising.</summary>
internal sealed class DualScaleStudy : Study
{
    private const string Log = "adaptive-dual-scale-denoising";
    private const string Fixed = "dual-scale-fixed", Adaptive = "dual-scale-adaptive", Improved = "dual-scale-improved";

    private static readonly (string Title, string Experiment, int LoggedRun)[] Table =
    [
        ("Baseline", Baseline, 0), ("Fixed Weighting", Fixed, 1), ("Adaptive Weighting", Adaptive, 2), ("Weight Analysis", Adaptive, 3), ("Improved Weight Network", Improved, 5),
    ];

    public override string Name => "dual-scale";

    public override string Title => "Adaptive dual-scale denoising";

    public override IReadOnlyList<(string Title, string Experiment)> Rows => [.. Table.Select(row => (row.Title, row.Experiment))];

    public override IReadOnlyList<Claim> Claims =>
    [
        new Claim.Improvement("circle: 2.5 % lower KL, from 0.354 to 0.345", Measure.Kl, Improved, Baseline, "circle", 0.025),
        new Claim.Improvement("dino: 12.8 % lower KL, from 0.989 to 0.862", Measure.Kl, Improved, Baseline, "dino", 0.128),
        new Claim.Improvement("line: 5.0 % lower KL, from 0.161 to 0.153", Measure.Kl, Improved, Baseline, "line", 0.05),
        new Claim.Improvement("moons: \"3.3 % improvement\", from 0.090 to 0.093 (a rise, by its own numbers)", Measure.Kl, Improved, Baseline, "moons", 1 - 0.093 / 0.090),
        new Claim.Improvement("adaptive weighting improves more than fixed weighting (mean KL)", Measure.Kl, Adaptive, Fixed),
        new Claim.Improvement("the improved weight network improves on the adaptive one (mean KL)", Measure.Kl, Improved, Adaptive),
        new Claim.CostFactor("training time about doubled, from 36.97 s to 75.19 s", Improved, Baseline, 75.19 / 36.97),
    ];

    public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        yield return new Block.Paragraph(
            "Table 1 of the paper, with what was measured here beside what it prints and what its runs logged. The row Weight Analysis is the network of Adaptive Weighting with its weights logged, so "
            + "both show the same runs. The printed row Improved Weight Network holds the numbers that run 4, a third run of the adaptive network, logged; the logged column shows run 5, the network that the row names.");
        yield return new Block.Table(
            ["Method", "Dataset", "KL, bits", "printed", "logged", "training, s", "printed", "inference, s", "printed"],
            [
                .. from row in Table
                   from name in data
                   select (string[])
                   [
                       row.Title, name, Measured(measurements, row.Experiment, name, Measure.Kl),
                       Format.Number(Published.DualScale(row.Title, name, "kl_divergence_bits")), Format.Number(Published.Logged(Log, row.LoggedRun, name, "kl_divergence_bits")),
                       Format.Number(costs.TrainingSeconds(row.Experiment), 1), Format.Number(Published.DualScale(row.Title, name, "training_time_s"), 1),
                       Format.Number(costs.SamplingSeconds(row.Experiment), 2), Format.Number(Published.DualScale(row.Title, name, "inference_time_s")),
                   ],
            ],
            2);
    }

    public override IEnumerable<Block> Figures(StudyFigures figures) => figures.Weights([Adaptive, Improved]);
}
