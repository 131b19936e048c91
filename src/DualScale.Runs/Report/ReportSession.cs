using System.Globalization;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs.Documents;
using DualScale.Tables;

namespace DualScale.Runs.Report;

/// <summary>Writes the report of runs, the page and beside it each figure as a file of its own.</summary>
internal static class ReportSession
{
    private const int WayPoints = 1500;
    private const int WayPanels = 8;

    /// <summary>
    /// What there is to see of a run whose numbers and samples are known; with <paramref name="thorough"/> also quality against
    /// network calls, which takes as long as four evaluations, and the density of one or two columns.
    /// </summary>
    public static ReportedRun View(
        string name, Run run, EvaluationResult evaluation, PointSet samples, bool thorough = false,
        IProgress<RunEvent>? events = null, CancellationToken cancellation = default)
    {
        using var model = run.LoadModel();
        samples = run.Data.AsData(samples);
        return new ReportedRun(
            name, run, evaluation, samples, run.ReadLosses(), Weights(model), GateView.Of(model, samples, run.Data.Real),
            GridView.Of(model), Way(model, evaluation.Seed), LevelView.Of(model),
            thorough ? CallsPoint.Of(run, model, evaluation, cancellation) : [],
            thorough ? DensityView.Of(model, run.Data.Real, events, cancellation) : null,
            TableView.Of(run.Data, samples, cancellation));
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

    // Some of the levels of the model's own sampler, the first and the samples among them.
    private static IReadOnlyList<(string Name, PointSet Points)> Way(DiffusionModel model, ulong seed)
    {
        var way = model.Trace(WayPoints, model.DefaultSampler, seed).Way;
        var panels = Math.Min(WayPanels, way.Count);
        return [.. Enumerable.Range(0, panels).Select(i => way[i * (way.Count - 1) / Math.Max(1, panels - 1)]).Select(stop => (
            stop.Level == model.Levels.None ? "samples" : string.Create(
                CultureInfo.InvariantCulture, $"{(model.Levels.IsDiscrete ? "t" : "σ")} = {stop.Level:G3}"),
            stop.Points))];
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
