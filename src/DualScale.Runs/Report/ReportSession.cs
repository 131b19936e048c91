using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs.Documents;
using DualScale.Tables;

namespace DualScale.Runs.Report;

/// <summary>Writes the report of runs, the page and beside it each figure as a file of its own.</summary>
internal static class ReportSession
{
    /// <summary>What there is to see of a run whose numbers and samples are known.</summary>
    public static ReportedRun View(string name, Run run, EvaluationResult evaluation, PointSet samples)
    {
        using var model = run.LoadModel();
        return new ReportedRun(
            name, run, evaluation, samples, run.ReadLosses(), Weights(model), GateView.Of(model, samples, run.Data.Real),
            GridView.Of(model));
    }

    public static ReportResult Write(IReadOnlyList<ReportedRun> runs, string path)
    {
        var blocks = RunReport.Create(runs);
        var stem = Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path));
        var figures = new List<string>();
        foreach (var picture in blocks.OfType<Block.Picture>())
        {
            figures.Add($"{stem}-{picture.FileName}.svg");
            AtomicFile.WriteText(figures[^1], picture.Svg);
        }

        AtomicFile.WriteText(path, HtmlPage.Write("DualScale report", blocks));
        return new ReportResult(path, figures);
    }

    // w depends on t alone, so any point will do.
    private static IReadOnlyList<(double, double)> Weights(DiffusionModel model)
    {
        var origin = new PointSet(new float[model.ColumnNames.Count], model.ColumnNames);
        var weights = new List<(double, double)>();
        foreach (var level in model.Levels.Spread(GateView.MostLevels))
        {
            if (!model.Inspect(origin, level).TryGetValue(DualScaleDenoiser.WeightsOutput, out var w))
                return [];
            weights.Add((w[0], w[1]));
        }

        return weights;
    }
}
