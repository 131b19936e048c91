using System.Text.Json.Nodes;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs.Documents;
using DualScale.Tables;

namespace DualScale.Runs.Report;

/// <summary>Gathers runs and writes their report, the page and beside it each figure as a file of its own.</summary>
internal static class ReportSession
{
    /// <summary>Reads a run; what it lacks of numbers is measured now.</summary>
    public static ReportedRun Gather(string name, Run run, IScreen screen, CancellationToken cancellation)
    {
        var numbers = Run.ReadJson(run.Files.Evaluation);
        PointSet? samples = null;
        if (numbers is null || File.GetLastWriteTimeUtc(run.Files.Evaluation) < File.GetLastWriteTimeUtc(run.Files.Model))
        {
            screen.Message($"{name} is not evaluated yet.");
            (numbers, samples) = EvaluationSession.Evaluate(run, new SamplingRequest(), screen, cancellation);
        }

        if (samples is null)
        {
            using var model = run.LoadModel();
            samples = SamplingRequest.Of(numbers).Draw(model, screen, cancellation);
        }

        return View(name, run, numbers, samples);
    }

    /// <summary>What there is to see of a run whose numbers and samples are known.</summary>
    public static ReportedRun View(string name, Run run, JsonObject numbers, PointSet samples)
    {
        using var model = run.LoadModel();
        return new ReportedRun(
            name, run, numbers, samples, MetricsLog.Read(run.Files.Metrics), Weights(model), GateView.Of(model, samples, run.Data.Real), GridView.Of(model));
    }

    /// <summary>Writes the page and its figures; returns the figures' paths.</summary>
    public static IReadOnlyList<string> Write(IReadOnlyList<ReportedRun> runs, string path)
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
        return figures;
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
