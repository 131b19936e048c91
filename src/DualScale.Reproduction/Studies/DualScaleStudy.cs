using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>
/// Adaptive dual-scale denoising, twice: as the paper's text has it, and as its published code does it, whose local branch sees
/// half of its inputs.
/// </summary>
internal sealed class DualScaleStudy : Study
{
    private const string Log = "adaptive-dual-scale-denoising";

    private static readonly Row[] Table =
    [
        new("Baseline", Reading.Both, Baseline, 0),
        .. ((string[])[Reading.Text, Reading.Code]).SelectMany(reading => (Row[])
        [
            new("Fixed Weighting", reading, Fixed(reading), 1),
            new("Adaptive Weighting", reading, Adaptive(reading), 2),
            new("Weight Analysis", reading, Adaptive(reading), 3),
            new("Improved Weight Network", reading, Improved(reading), 5),
        ]),
    ];

    public override string Name => "dual-scale";

    public override string Title => "Adaptive dual-scale denoising";

    public override IReadOnlyList<StudyRow> Rows =>
        [.. Table.Select(row => new StudyRow(row.Title, row.Experiment, row.Reading))];

    public override IReadOnlyList<Claim> Claims => [.. ClaimsOf(Reading.Text), .. ClaimsOf(Reading.Code)];

    public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        yield return new Block.Paragraph(
            "Table 1 of the paper, with what was measured here beside what it prints and what its runs logged, both from its published code. By the text the local branch embeds all of its upscaled coordinates; the code "
            + "embeds the first half of them, two of four. The row Weight Analysis is the network of Adaptive Weighting with its weights logged, so "
            + "both show the same runs. The printed row Improved Weight Network holds the numbers that run 4, a third run of the adaptive network, logged; the logged column shows run 5, the network that the row names. "
            + "Samples, and so every KL, are of the averaged weights; the logged evaluation loss is of raw weights.");
        yield return new Block.Table(
            [
                "Method", "model as in", "Dataset", "KL, bits, averaged weights", "printed", "logged",
                "evaluation loss, raw weights", "logged",
                costs.TrainingTitle, "printed (GPU)", costs.SamplingTitle, "printed (GPU)",
            ],
            [
                .. from row in Table
                   from name in data
                   select (string[])
                   [
                       row.PrintedAs, row.Reading, name, Measured(measurements, row.Experiment, name, Measure.Kl),
                       Format.Number(Published.DualScale(row.PrintedAs, name, "kl_divergence_bits")),
                       Format.Number(Published.Logged(Log, row.LoggedRun, name, "kl_divergence_bits")),
                       Measured(measurements, row.Experiment, name, Measure.RawEvaluationLoss),
                       Format.Number(Published.Logged(Log, row.LoggedRun, name, "eval_loss")),
                       Format.Number(costs.TrainingSeconds(row.Experiment), 1),
                       Format.Number(Published.DualScale(row.PrintedAs, name, "training_time_s"), 1),
                       Format.Number(costs.SamplingSeconds(row.Experiment), 2),
                       Format.Number(Published.DualScale(row.PrintedAs, name, "inference_time_s")),
                   ],
            ],
            3);
    }

    public override IEnumerable<Block> Figures(StudyFigures figures) =>
        figures.Weights([Adaptive(Reading.Text), Improved(Reading.Text), Adaptive(Reading.Code), Improved(Reading.Code)]);

    private static IEnumerable<Claim> ClaimsOf(string reading)
    {
        var improved = Improved(reading);
        return
        [
            Kl("circle: 2.5 % lower KL, from 0.354 to 0.345", improved, Baseline, "circle", 0.025),
            Kl("dino: 12.8 % lower KL, from 0.989 to 0.862", improved, Baseline, "dino", 0.128),
            Kl("line: 5.0 % lower KL, from 0.161 to 0.153", improved, Baseline, "line", 0.05),
            Kl("moons: \"3.3 % improvement\", from 0.090 to 0.093 (a rise, by its own numbers)", improved, Baseline, "moons",
                1 - 0.093 / 0.090),
            Kl("adaptive weighting improves more than fixed weighting (mean KL)", Adaptive(reading), Fixed(reading)),
            Kl("the improved weight network improves on the adaptive one (mean KL)", improved, Adaptive(reading)),
            new Claim.CostFactor(
                "training time about doubled, from 36.97 s to 75.19 s", reading, improved, Baseline, 75.19 / 36.97),
        ];

        Claim Kl(string text, string candidate, string reference, string? data = null, double printed = double.NaN) =>
            new Claim.Improvement(text, reading, Measure.Kl, candidate, reference, data, printed);
    }

    private static string Fixed(string reading) => InReading("dual-scale-fixed", reading);

    private static string Adaptive(string reading) => InReading("dual-scale-adaptive", reading);

    private static string Improved(string reading) => InReading("dual-scale-improved", reading);

    private sealed record Row(string PrintedAs, string Reading, string Experiment, int LoggedRun)
    {
        public string Title => TitleIn(PrintedAs, Reading);
    }
}
