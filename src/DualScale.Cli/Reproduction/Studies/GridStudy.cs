using DualScale.Cli.Documents;

namespace DualScale.Cli.Reproduction.Studies;

/// <summary>Multi-scale grid noise adaptation.</summary>
internal sealed class GridStudy : Study
{
    private const string Log = "grid-based-noise-adaptation";
    private const string Single = "grid-single", Multi = "grid-multi", Sparse = "grid-multi-l1";

    private static readonly (string Title, string Experiment, int LoggedRun)[] Table =
        [("Baseline DDPM", Baseline, 0), ("Single-scale Grid", Single, 1), ("Multi-scale Grid", Multi, 3), ("Multi-scale + L1 Reg", Sparse, 5)];

    public override string Name => "grid";

    public override string Title => "Multi-scale grid noise adaptation";

    public override IReadOnlyList<(string Title, string Experiment)> Rows => [.. Table.Select(row => (row.Title, row.Experiment))];

    public override IReadOnlyList<Claim> Claims =>
    [
        new Claim.Improvement("single grid: mean KL from 0.4409 to 0.4221", Measure.Kl, Single, Baseline, null, 1 - 0.4221 / 0.4409),
        new Claim.Improvement("two grids: mean KL from 0.4409 to 0.3934", Measure.Kl, Multi, Baseline, null, 1 - 0.3934 / 0.4409),
        new Claim.Improvement("two grids with L1: mean KL from 0.4409 to 0.3473", Measure.Kl, Sparse, Baseline, null, 1 - 0.3473 / 0.4409),
        new Claim.Improvement("two grids with L1: 36.8 % lower KL on line (its run 4 against its run 3)", Measure.Kl, Sparse, Baseline, "line", 0.368),
        new Claim.Improvement("two grids with L1: 22.5 % lower KL on moons (its run 4 against its run 3)", Measure.Kl, Sparse, Baseline, "moons", 0.225),
        new Claim.Improvement("L1 lowers mean KL, from 0.3934 to 0.3473", Measure.Kl, Sparse, Multi, null, 1 - 0.3473 / 0.3934),
        new Claim.Improvement("single grid: mean evaluation loss from 0.6312 to 0.5975", Measure.EvaluationLoss, Single, Baseline, null, 1 - 0.5975 / 0.6312),
        new Claim.Improvement("two grids: mean evaluation loss from 0.6312 to 0.5473, 13.3 % lower", Measure.EvaluationLoss, Multi, Baseline, null, 0.133),
        new Claim.Improvement("two grids with L1: mean evaluation loss from 0.6312 to 0.5938", Measure.EvaluationLoss, Sparse, Baseline, null, 1 - 0.5938 / 0.6312),
        new Claim.CostFactor("two grids with L1 train about 79 % longer", Sparse, Baseline, 1.79),
    ];

    public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        var shown = data.Intersect(PaperData).ToArray();
        yield return new Block.Paragraph(
            $"Table 1 of the paper: means over {string.Join(", ", shown)}; the printed ones are over all four. The rows follow the paper's text (grids over the data's box, multilinear, its own reverse step); the numbers that it prints come from code "
            + "that looks up the cell of [-1, 1] that a point is in and takes DDPM's reverse step, which experiments/grid-multi-l1-published-code.yaml does. Measured ± is over seeds, printed ± over the point sets. An evaluation loss of a grid model is no evidence of a better model: a larger α makes ε easier to predict. "
            + "The 41.6 % of the abstract is moons, run 3 against run 2, and was a rise.");
        yield return new Block.Table(
            ["Model", "evaluation loss", "printed", "logged", "KL, bits", "printed", "logged", "training, s", "printed", "inference, s", "printed"],
            [
                .. Table.Select(row => (string[])
                [
                    row.Title, Mean(row.Experiment, Measure.EvaluationLoss), Printed(row.Title, "eval_loss"), Logged(row.LoggedRun, "eval_loss"),
                    Mean(row.Experiment, Measure.Kl), Printed(row.Title, "kl", "_bits"), Logged(row.LoggedRun, "kl_divergence_bits"),
                    Format.Number(costs.TrainingSeconds(row.Experiment), 1), Format.Number(Published.Grid(row.Title, "training_time_mean_s"), 1),
                    Format.Number(costs.SamplingSeconds(row.Experiment), 2), Format.Number(Published.Grid(row.Title, "inference_time_mean_s")),
                ]),
            ]);
        yield return new Block.Paragraph("The same by point set, beside what the runs logged.");
        yield return new Block.Table(
            ["Model", "Dataset", "KL, bits", "logged", "evaluation loss", "logged", "variance of the (coarse) grid", "logged", "variance of the fine grid", "logged"],
            [
                .. from row in Table
                   from name in data
                   let coarse = row.Experiment == Single ? "grid_variance" : "coarse_grid_variance"
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
            measurements.Values(experiment, name, new Measure(key, key)) is { Count: > 0 } values ? Format.Small(values.Average()) : Format.Nothing;

        static string Printed(string title, string column, string unit = "") =>
            $"{Format.Number(Published.Grid(title, $"{column}_mean{unit}"), 4)} ± {Format.Number(Published.Grid(title, $"{column}_std{unit}"), 4)}";

        string Logged(int run, string column) => shown.Length == 0 ? Format.Nothing : Format.Number(shown.Average(name => Published.Logged(Log, run, name, column)), 4);
    }

    public override IEnumerable<Block> Figures(StudyFigures figures) => figures.Grids([Single, Multi, Sparse]);
}
