using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>
/// Multi-scale grid noise adaptation, twice: as the paper's text has it, and as the published code does it, from which the
/// printed numbers come.
/// </summary>
internal sealed class GridStudy : Study
{
    private const string Log = "grid-based-noise-adaptation";

    private static readonly Row[] Table =
    [
        new("Baseline DDPM", Reading.Both, Baseline, 0),
        .. ((string[])[Reading.Text, Reading.Code]).SelectMany(reading => (Row[])
        [
            new("Single-scale Grid", reading, Single(reading), 1),
            new("Multi-scale Grid", reading, Multi(reading), 3),
            new("Multi-scale + L1 Reg", reading, Sparse(reading), 5),
        ]),
    ];

    public override string Name => "grid";

    public override string Title => "Multi-scale grid noise adaptation";

    public override IReadOnlyList<StudyRow> Rows =>
        [.. Table.Select(row => new StudyRow(row.Title, row.Experiment, row.Reading))];

    public override IReadOnlyList<Claim> Claims => [.. ClaimsOf(Reading.Text), .. ClaimsOf(Reading.Code)];

    public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        var shown = data.Intersect(PaperData).ToArray();
        yield return new Block.Paragraph(
            $"Table 1 of the paper: means over {string.Join(", ", shown)}; the printed ones are over all four. The first rows follow the paper's text: grids over the data's box, multilinear, its own reverse step. The numbers that it prints come from code "
            + "that looks up the cell of [-1, 1] that a point is in and takes DDPM's reverse step: the rows named after it. The code averages the network's weights and samples with "
            + "that average, but with the grids of the last step, and so do the rows named after it; its evaluation loss is of raw weights, on points that were trained on. Here both kinds of weights are measured, "
            + "on points that were not trained on. Measured ± is over seeds, printed ± over the point sets. An evaluation loss of a grid model is no evidence of a better model: a larger α makes ε easier to predict. "
            + "L1 has λ = 0.001, as in the paper's run 5, also where a claim quotes its run 4. The 41.6 % of the abstract is moons, run 3 against run 2, and was a rise.");
        yield return new Block.Table(
            [
                "Model", "model as in", "evaluation loss, averaged weights", "evaluation loss, raw weights", "printed (raw)",
                "logged (raw)", "KL, bits, averaged weights", "printed", "logged",
                costs.TrainingTitle, "printed (GPU)", costs.SamplingTitle, "printed (GPU)",
            ],
            [
                .. Table.Select(row => (string[])
                [
                    row.PrintedAs, row.Reading, Mean(row.Experiment, Measure.EvaluationLoss),
                    Mean(row.Experiment, Measure.RawEvaluationLoss), Printed(row.PrintedAs, "eval_loss"),
                    Logged(row.LoggedRun, "eval_loss"),
                    Mean(row.Experiment, Measure.Kl), Printed(row.PrintedAs, "kl", "_bits"),
                    Logged(row.LoggedRun, "kl_divergence_bits"),
                    Format.Number(costs.TrainingSeconds(row.Experiment), 1),
                    Format.Number(Published.Grid(row.PrintedAs, "training_time_mean_s"), 1),
                    Format.Number(costs.SamplingSeconds(row.Experiment), 2),
                    Format.Number(Published.Grid(row.PrintedAs, "inference_time_mean_s")),
                ]),
            ],
            2);
        yield return new Block.Paragraph(
            "The same by point set, beside what the runs logged, whose evaluation loss and grids are raw.");
        yield return new Block.Table(
            [
                "Model", "model as in", "Dataset", "KL, bits, averaged weights", "logged", "evaluation loss, averaged weights",
                "raw weights", "logged (raw)",
                "variance of the (coarse) grid, sampled from", "raw", "logged (raw)", "variance of the fine grid, sampled from", "raw",
                "logged (raw)",
            ],
            [
                .. from row in Table
                   from name in data
                   let coarse = row.LoggedRun == 1 ? "grid_variance" : "coarse_grid_variance"
                   select (string[])
                   [
                       row.PrintedAs, row.Reading, name, Measured(measurements, row.Experiment, name, Measure.Kl),
                       Format.Number(Published.Logged(Log, row.LoggedRun, name, "kl_divergence_bits")),
                       Measured(measurements, row.Experiment, name, Measure.EvaluationLoss),
                       Measured(measurements, row.Experiment, name, Measure.RawEvaluationLoss),
                       Format.Number(Published.Logged(Log, row.LoggedRun, name, "eval_loss")),
                       Variance(row.Experiment, name, coarse), Variance(row.Experiment, name, $"{coarse}_raw"),
                       Format.Small(Published.Logged(Log, row.LoggedRun, name, coarse)),
                       Variance(row.Experiment, name, "fine_grid_variance"),
                       Variance(row.Experiment, name, "fine_grid_variance_raw"),
                       Format.Small(Published.Logged(Log, row.LoggedRun, name, "fine_grid_variance")),
                   ],
            ],
            3);

        string Mean(string experiment, Measure measure) =>
            Format.Mean([.. measurements.MeanBySeed(experiment, shown, measure).Values]);

        string Variance(string experiment, string name, string key) =>
            measurements.Values(experiment, name,
                Measure.GridVariance(key)) is { Count: > 0 } values ? Format.Small(values.Average()) : Format.Nothing;

        static string Printed(string title, string column, string unit = "") =>
            $"{Format.Number(Published.Grid(title, $"{column}_mean{unit}"), 4)} ± {Format.Number(Published.Grid(title, $"{column}_std{unit}"), 4)}";

        string Logged(int run, string column) => shown.Length == 0 ? Format.Nothing : Format.Number(
            shown.Average(name => Published.Logged(Log, run, name, column)), 4);
    }

    public override IEnumerable<Block> Figures(StudyFigures figures) =>
        figures.Grids([.. Table.Skip(1).Select(row => row.Experiment)]);

    private static IEnumerable<Claim> ClaimsOf(string reading)
    {
        return
        [
            Kl("single grid: mean KL from 0.4409 to 0.4221", Single(reading), 1 - 0.4221 / 0.4409),
            Kl("two grids: mean KL from 0.4409 to 0.3934", Multi(reading), 1 - 0.3934 / 0.4409),
            Kl("two grids with L1: mean KL from 0.4409 to 0.3473", Sparse(reading), 1 - 0.3473 / 0.4409),
            Kl("L1: 36.8 % lower KL on line (its run 4, λ = 0.01, against its run 3)", Sparse(reading), 0.368, Multi(reading),
                "line"),
            Kl("L1: 22.5 % lower KL on moons (its run 4, λ = 0.01, against its run 3)", Sparse(reading), 0.225, Multi(reading),
                "moons"),
            Kl("L1 lowers mean KL, from 0.3934 to 0.3473", Sparse(reading), 1 - 0.3473 / 0.3934, Multi(reading)),
            Loss("single grid: mean evaluation loss from 0.6312 to 0.5975", Single(reading), 1 - 0.5975 / 0.6312),
            Loss("two grids: mean evaluation loss from 0.6312 to 0.5473, 13.3 % lower", Multi(reading), 0.133),
            Loss("two grids with L1: mean evaluation loss from 0.6312 to 0.5938", Sparse(reading), 1 - 0.5938 / 0.6312),
            new Claim.CostFactor("two grids with L1 train about 79 % longer", reading, Sparse(reading), Baseline, 1.79),
        ];

        Claim Kl(string text, string experiment, double printed, string reference = Baseline, string? data = null) =>
            new Claim.Improvement(text, reading, Measure.Kl, experiment, reference, data, printed);

        // The code's losses are of raw weights.
        Claim Loss(string text, string experiment, double printed) => new Claim.Improvement(
            text, reading, reading == Reading.Code ? Measure.RawEvaluationLoss : Measure.EvaluationLoss, experiment, Baseline,
            null, printed);
    }

    private static string Single(string reading) => InReading("grid-single", reading);

    private static string Multi(string reading) => InReading("grid-multi", reading);

    private static string Sparse(string reading) => InReading("grid-multi-l1", reading);

    private sealed record Row(string PrintedAs, string Reading, string Experiment, int LoggedRun)
    {
        public string Title => TitleIn(PrintedAs, Reading);
    }
}
