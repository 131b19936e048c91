using System.Globalization;
using DualScale.Runs.Configuration;
using DualScale.Runs.Documents;
using DualScale.Runs.Figures;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Report;

/// <summary>The figures of a report.</summary>
internal static class ReportFigures
{
    private const string TimestepLabel = "timestep t, from noise to data";

    public static IReadOnlyList<Block.Picture> Of(IReadOnlyList<ReportedRun> runs)
    {
        var figures = new List<Block.Picture>();
        foreach (var (i, run) in runs.Index())
        {
            var title = $"{run.Name}: {run.Run.ModelName} on {run.Run.DataName}";
            var data = run.Run.Data.Real;
            IReadOnlyList<(int X, int Y, string Note)>? pairs = null;
            if (run.Table is { } table)
                figures.Add(Picture("columns", i, table.Picture, $"{title}. {table.Caption}"));
            if (data.Columns > 2)
            {
                var (reference, samples, fresh) = run.Compared;
                pairs = [.. ColumnDifference.OfPairs(reference, samples, fresh).Select(pair => (pair.X, pair.Y, pair.Note))];
                if (run.Table is null)
                {
                    figures.Add(Picture("columns", i, DifferencesFigure.Draw(title, data, run.Samples,
                        [.. ColumnDifference.OfColumns(reference, samples, fresh).Select(column => (column.X, column.Note))])));
                }
            }

            figures.Add(run.Density is { Extents.Count: 1 } curve
                ? Picture("samples", i, DensityCurveFigure.Draw(title, data, run.Samples, curve.Values), curve.Caption)
                : Picture("samples", i, ScatterFigure.Draw(title, [("data", data), ("samples", run.Samples)], pairs)));
            if (run.Density is { Extents.Count: 2 } density)
            {
                figures.Add(Picture(
                    "density", i, DensityFigure.Draw($"{run.Name}: density of the model", data, density.Map), density.Caption));
            }

            if (data.Columns > 1)
            {
                figures.Add(Picture("way", i, WayFigure.Draw(
                    $"{run.Name}: from noise to points, {run.Way[0].Points.Count:N0} samples", run.Way, data,
                    pairs is null ? (0, 1) : (pairs[0].X, pairs[0].Y))));
            }
        }

        figures.Add(new Block.Picture("loss", Losses(runs), ""));
        if (runs.Any(run => run.Weights.Count > 0))
            figures.Add(new Block.Picture("weights", Weights(runs), ""));
        foreach (var (i, run) in runs.Index())
        {
            if (run.Gate is { } gate)
            {
                figures.Add(Picture("gate-histogram", i, GateHistogram(run.Name, gate)));
                figures.Add(Picture("gate-samples", i, GateSamples(run, gate)));
                figures.Add(Picture("gate-timesteps", i, LineFigure.Draw(
                    $"{run.Name}: expert share over the timesteps", TimestepLabel, "mean gate value",
                    [.. gate.OverTime.Select(
                        (shares, k) => new Series($"expert {k + 1}", [.. shares.Select((share, t) => ((double)t, share))], k))],
                    new Range(0, 1), reversed: true)));
            }

            if (run.Levels is { } levels)
            {
                figures.Add(Picture("levels", i, LevelDensityFigure.Draw(
                    $"{run.Name}: noise levels of training", levels.Shares, levels.Least, levels.Most, levels.Visited)));
            }

            if (run.Calls.Count > 0)
                figures.Add(Picture("calls", i, Calls(run)));
            if (run.Grids.Count > 0)
                figures.Add(Picture("grids", i, Grids($"{run.Name}: noise grids", run)));
        }

        return figures;

        Block.Picture Picture(string figure, int index, string svg, string caption = "") =>
            new(runs.Count == 1 ? figure : string.Create(CultureInfo.InvariantCulture, $"{figure}-{index + 1}"), svg, caption);
    }

    public static string Grids(string title, ReportedRun run)
    {
        var names = run.Samples.ColumnNames;
        return HeatMapFigure.Draw(
            title, names[0], names.Count > 1 ? names[1] : "", [.. run.Grids.Select(grid => (grid.Name, grid.Maps))]);
    }

    // Beside each other where they are the same measure: a network of continuous levels is trained on an error weighted by level.
    private static string Losses(IReadOnlyList<ReportedRun> runs)
    {
        Series[] training = [.. runs.Select((run, i) => new Series(run.Name, Smooth(run.Loss), i))];
        Series[] heldOut = [.. runs
            .Select((run, i) => new Series($"{run.Name}: held out", HeldOut(run.Loss), i, Dashed: true))
            .Where(series => series.Points.Count > 0)];
        return heldOut.Length > 0 && runs.Any(run => run.Run.Configuration.Diffusion.Levels == LevelKind.Continuous)
            ? LineFigure.DrawAll("Training loss, weighted by level, and the error of the predicted noise on held-out rows", "step", "loss",
                [("training, running mean", training), ("held out, at even levels", heldOut)])
            : LineFigure.Draw("Training loss, and the evaluation loss on held-out rows", "step",
                "loss (running mean); dashed: held out", [.. training, .. heldOut]);
    }

    // The floors of old evaluations are of one draw, or missing.
    private static string Calls(ReportedRun run)
    {
        var (first, last) = (run.Calls[0].Calls, run.Calls[^1].Calls);
        return LineFigure.Draw(
            $"{run.Name}: quality at {string.Join(", ", run.Calls.Select(point => point.Calls))} network calls",
            "network calls a sample", "KL divergence, bits",
            [
                new Series("data ‖ samples", [.. run.Calls.Select(p => ((double)p.Calls, p.Divergence.Forward))], 0),
                new Series("its floor", Level(run.Evaluation.DivergenceFloor), 0, Dashed: true),
                new Series("samples ‖ data", [.. run.Calls.Select(p => ((double)p.Calls, p.Divergence.Reverse))], 1),
                new Series("its floor ", Level(run.Evaluation.ReverseDivergenceFloor), 1, Dashed: true),
            ]);

        (double, double)[] Level(double bits) => [(first, bits), (last, bits)];
    }

    private static string Weights(IReadOnlyList<ReportedRun> runs)
    {
        var weighted = runs.Index().Where(pair => pair.Item.Weights.Count > 0).ToArray();
        return LineFigure.Draw(
            "Weights of the two branches", TimestepLabel, "w(t)",
            [
                .. weighted.Select(pair => new Series($"{pair.Item.Name}: global", Curve(pair.Item, w => w.Global), pair.Index)),
                .. weighted.Select(
                    pair => new Series($"{pair.Item.Name}: local", Curve(pair.Item, w => w.Local), pair.Index, Dashed: true)),
            ],
            new Range(0, 1), reversed: true);
    }

    private static string GateHistogram(string name, GateView gate) => gate.Experts == 2
        ? HistogramFigure.Draw(
            $"{name}: gate values of the samples", "gate value g at t = 0, the first expert's share", [("", gate.OfSamples[0])])
        : HistogramFigure.Draw($"{name}: gate values of the samples", "share of an expert at t = 0",
            [.. gate.OfSamples.Select((shares, k) => ($"expert {k + 1}", (IReadOnlyList<float>)shares))]);

    private static string GateSamples(ReportedRun run, GateView gate) => gate.Experts == 2
        ? ColouredScatterFigure.Draw($"{run.Name}: samples by gate value", "gate value g at t = 0", run.Samples,
            gate.OfSamples[0], new Range(0, 1), run.Run.Data.Real)
        : ColouredScatterFigure.Draw(
            $"{run.Name}: samples by the expert with the largest share", "expert with the largest share at t = 0", run.Samples,
            [.. Enumerable.Range(0, run.Samples.Count)
                .Select(row => 1f + Enumerable.Range(0, gate.Experts).MaxBy(k => gate.OfSamples[k][row]))],
            new Range(1, gate.Experts), run.Run.Data.Real);

    private static (double, double)[] Curve(ReportedRun run, Func<(double Global, double Local), double> part) =>
        [.. run.Weights.Select((w, t) => ((double)t, part(w)))];

    private static (double, double)[] HeldOut(IReadOnlyList<LossPoint> loss) =>
        [.. loss.Where(point => point.HeldOut is not null).Select(point => ((double)point.Step, point.HeldOut!.Value))];

    public static (double, double)[] Smooth(IReadOnlyList<LossPoint> loss)
    {
        var share = Math.Max(0.05, 10.0 / (loss.Count + 10));
        var mean = double.NaN;
        return [.. loss.Select(
            entry => ((double)entry.Step, mean = double.IsNaN(mean) ? entry.Loss : mean + share * (entry.Loss - mean)))];
    }
}
