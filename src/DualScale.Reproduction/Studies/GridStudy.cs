using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>
/// Multi-scale grid noise adaptation, twice: as the paper's text has it, and as the published code does it, from which the printed numbers come.
/// </summary>
internal sealed class GridStudy : Study
{
    private const string Log = "grid-based-noise-adaptation";

    private static readonly Reading[] Readings = [new("", "", ""), new("published code, ", ", published code", "-published-code")];

    private static readonly Row[] Table =
    [
        new("Baseline DDPM", "", Baseline, 0),
        .. Readings.SelectMany(reading => (Row[])
        [
            new("Single-scale Grid", reading.RowSuffix, reading.Single, 1),
            new("Multi-scale Grid", reading.RowSuffix, reading.Multi, 3),
            new("Multi-scale + L1 Reg", reading.RowSuffix, reading.Sparse, 5),
        ]),
    ];

    public override string Name => "grid";

    public override string Title => "Multi-scale grid noise adaptation";

    public override IReadOnlyList<(string Title, string Experiment)> Rows => [.. Table.Select(row => (row.Title, row.Experiment))];

    public override IReadOnlyList<Claim> Claims => [.. Readings.SelectMany(ClaimsOf)];

    public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        var shown = data.Intersect(PaperData).ToArray();
        yield return new Block.Paragraph(
            $"Table 1 of the paper: means over {string.Join(", ", shown)}; the printed ones are over all four. The first rows follow the paper's text: grids over the data's box, multilinear, its own reverse step. The numbers that it prints come from code "
            + "that looks up the cell of [-1, 1] that a point is in and takes DDPM's reverse step: the rows named after it. Measured ± is over seeds, printed ± over the point sets. An evaluation loss of a grid model is no evidence of a better model: a larger α makes ε easier to predict. "
            + "L1 has λ = 0.001, as in the paper's run 5, also where a claim quotes its run 4. The 41.6 % of the abstract is moons, run 3 against run 2, and was a rise.");
        yield return new Block.Table(
            ["Model", "evaluation loss", "printed", "logged", "KL, bits", "printed", "logged", "training, s", "printed", "inference, s", "printed"],
            [
                .. Table.Select(row => (string[])
                [
                    row.Title, Mean(row.Experiment, Measure.EvaluationLoss), Printed(row.PrintedAs, "eval_loss"), Logged(row.LoggedRun, "eval_loss"),
                    Mean(row.Experiment, Measure.Kl), Printed(row.PrintedAs, "kl", "_bits"), Logged(row.LoggedRun, "kl_divergence_bits"),
                    Format.Number(costs.TrainingSeconds(row.Experiment), 1), Format.Number(Published.Grid(row.PrintedAs, "training_time_mean_s"), 1),
                    Format.Number(costs.SamplingSeconds(row.Experiment), 2), Format.Number(Published.Grid(row.PrintedAs, "inference_time_mean_s")),
                ]),
            ]);
        yield return new Block.Paragraph("The same by point set, beside what the runs logged.");
        yield return new Block.Table(
            ["Model", "Dataset", "KL, bits", "logged", "evaluation loss", "logged", "variance of the (coarse) grid", "logged", "variance of the fine grid", "logged"],
            [
                .. from row in Table
                   from name in data
                   let coarse = row.LoggedRun == 1 ? "grid_variance" : "coarse_grid_variance"
                   select (string[])
                   [
                       row.Title, name, Measured(measurements, row.Experiment, name, Measure.Kl), Format.Number(Published.Logged(Log, row.LoggedRun, name, "kl_divergence_bits")),
                       Measured(measurements, row.Experiment, name, Measure.EvaluationLoss), Format.Number(Published.Logged(Log, row.LoggedRun, name, "eval_loss")),
                       Variance(row.Experiment, name, coarse), Format.Small(Published.Logged(Log, row.LoggedRun, name, coarse)),
                       Variance(row.Experiment, name, "fine_grid_variance"), Format.Small(Published.Logged(Log, row.LoggedRun, name, "fine_grid_variance")),
                   ],
            ],
            2);

        string Mean(string experiment, Measure measure) => Format.Mean([.. measurements.MeanBySeed(experiment, shown, measure).Values]);

        string Variance(string experiment, string name, string key) =>
            measurements.Values(experiment, name, Measure.GridVariance(key)) is { Count: > 0 } values ? Format.Small(values.Average()) : Format.Nothing;

        static string Printed(string title, string column, string unit = "") =>
            $"{Format.Number(Published.Grid(title, $"{column}_mean{unit}"), 4)} ± {Format.Number(Published.Grid(title, $"{column}_std{unit}"), 4)}";

        string Logged(int run, string column) => shown.Length == 0 ? Format.Nothing : Format.Number(shown.Average(name => Published.Logged(Log, run, name, column)), 4);
    }

    public override IEnumerable<Block> Figures(StudyFigures figures) => figures.Grids([.. Table.Skip(1).Select(row => row.Experiment)]);

    private static IEnumerable<Claim> ClaimsOf(Reading reading)
    {
        return
        [
            Kl("single grid: mean KL from 0.4409 to 0.4221", reading.Single, 1 - 0.4221 / 0.4409),
            Kl("two grids: mean KL from 0.4409 to 0.3934", reading.Multi, 1 - 0.3934 / 0.4409),
            Kl("two grids with L1: mean KL from 0.4409 to 0.3473", reading.Sparse, 1 - 0.3473 / 0.4409),
            Kl("L1: 36.8 % lower KL on line (its run 4, λ = 0.01, against its run 3)", reading.Sparse, 0.368, reading.Multi, "line"),
            Kl("L1: 22.5 % lower KL on moons (its run 4, λ = 0.01, against its run 3)", reading.Sparse, 0.225, reading.Multi, "moons"),
            Kl("L1 lowers mean KL, from 0.3934 to 0.3473", reading.Sparse, 1 - 0.3473 / 0.3934, reading.Multi),
            Loss("single grid: mean evaluation loss from 0.6312 to 0.5975", reading.Single, 1 - 0.5975 / 0.6312),
            Loss("two grids: mean evaluation loss from 0.6312 to 0.5473, 13.3 % lower", reading.Multi, 0.133),
            Loss("two grids with L1: mean evaluation loss from 0.6312 to 0.5938", reading.Sparse, 1 - 0.5938 / 0.6312),
            new Claim.CostFactor($"{reading.ClaimPrefix}two grids with L1 train about 79 % longer", reading.Sparse, Baseline, 1.79),
        ];

        Claim Kl(string text, string experiment, double printed, string reference = Baseline, string? data = null) =>
            new Claim.Improvement(reading.ClaimPrefix + text, Measure.Kl, experiment, reference, data, printed);

        Claim Loss(string text, string experiment, double printed) =>
            new Claim.Improvement(reading.ClaimPrefix + text, Measure.EvaluationLoss, experiment, Baseline, null, printed);
    }

    private sealed record Reading(string ClaimPrefix, string RowSuffix, string FileSuffix)
    {
        public string Single => $"grid-single{FileSuffix}";

        public string Multi => $"grid-multi{FileSuffix}";

        public string Sparse => $"grid-multi-l1{FileSuffix}";
    }

    private sealed record Row(string PrintedAs, string Suffix, string Experiment, int LoggedRun)
    {
        public string Title => PrintedAs + Suffix;
    }
}
