using DualScale.Cli.Documents;
using DualScale.Cli.Figures;
using DualScale.Cli.Report;
using DualScale.Cli.Reproduction.Studies;
using DualScale.Cli.Runs;
using DualScale.Data;
using Range = DualScale.Cli.Figures.Range;

namespace DualScale.Cli.Reproduction;

/// <summary>The pictures of a study, of the models of its first seed.</summary>
internal sealed class StudyFigures(Study study, Measurements measurements, IReadOnlyList<string> data)
{
    private const string TimestepLabel = "timestep t, from noise to data";

    private readonly Dictionary<(string, string), ReportedRun?> _views = [];

    // Gates and grids are looked at on the dinosaur, as in the papers, or on the first point set.
    private string Shown => data.Contains("dino") ? "dino" : data[0];

    public IEnumerable<Block> All()
    {
        yield return Picture("samples", Samples(), "Generated samples of the first seed; data on top.");
        yield return Picture("loss", Losses(), "Training loss of the first seed, running mean.");
        yield return Picture("kl", KlBars(), "KL divergence: mean and standard deviation over the seeds; dashed the floor, fresh data in place of samples.");
        foreach (var block in study.Figures(this))
            yield return block;
    }

    /// <summary>w(t) of dual-scale models.</summary>
    public IEnumerable<Block> Weights(IReadOnlyList<string> experiments)
    {
        var charts = data.Select(name => (name, (IReadOnlyList<Series>)[.. experiments.Index().SelectMany(pair => View(pair.Item, name) is { Weights.Count: > 0 } view
            ? new[]
            {
                new Series($"{Title(pair.Item)}: global", [.. view.Weights.Select((w, t) => ((double)t, w.Global))], pair.Index),
                new Series($"{Title(pair.Item)}: local", [.. view.Weights.Select((w, t) => ((double)t, w.Local))], pair.Index, Dashed: true),
            }
            : [])])).Where(chart => chart.Item2.Count > 0).ToArray();
        if (charts.Length > 0)
            yield return Picture("weights", LineFigure.DrawAll("Weight evolution", TimestepLabel, "w(t)", charts, new Range(0, 1), reversed: true), "The weights of the global and the local branch over the timesteps.");
    }

    /// <summary>What the gates of dual-expert models do.</summary>
    public IEnumerable<Block> Gates(IReadOnlyList<string> experiments)
    {
        var views = experiments.Select(experiment => View(experiment, Shown)).OfType<ReportedRun>().Where(view => view.Gate is not null).ToArray();
        if (views.Length == 0)
            yield break;
        yield return Picture(
            "gate-histogram", HistogramFigure.Draw($"Gate values of the samples on {Shown}", "gate value g at t = 0, the first expert's share", [.. views.Select(view => (view.Name, (IReadOnlyList<float>)view.Gate!.OfSamples[0]))]),
            "How often each gate value occurs among the samples.");
        yield return Picture(
            "gate-timesteps", LineFigure.Draw(
                $"The first expert's share over the timesteps on {Shown}", TimestepLabel, "mean gate value",
                [.. views.Select((view, i) => new Series(view.Name, [.. view.Gate!.OverTime[0].Select((share, t) => ((double)t, share))], i))], new Range(0, 1), reversed: true),
            "The mean gate value over noisy data.");
        foreach (var view in views)
        {
            yield return Picture(
                $"gate-samples-{view.Run.Configuration.Data.Source}-{Slug(view.Name)}",
                ColouredScatterFigure.Draw($"{view.Name} on {Shown}: samples by gate value", "gate value g at t = 0", view.Samples, view.Gate!.OfSamples[0], new Range(0, 1), view.Run.Data.Real),
                $"{view.Name}: where each expert works.");
        }
    }

    /// <summary>The noise grids of grid models.</summary>
    public IEnumerable<Block> Grids(IReadOnlyList<string> experiments)
    {
        foreach (var experiment in experiments)
        {
            if (View(experiment, Shown) is not { Grids.Count: > 0 } view)
                continue;
            var names = view.Samples.ColumnNames;
            yield return Picture(
                $"grids-{Slug(view.Name)}",
                HeatMapFigure.Draw($"{view.Name} on {Shown}: noise grids", names[0], names.Count > 1 ? names[1] : "", [.. view.Grids.Select(grid => (grid.Name, grid.Maps))]),
                $"{view.Name}: the grids over five timesteps.");
        }
    }

    private string Samples()
    {
        var columns = data.Select(name => (Path.GetFileName(name), study.Rows.Select(row => View(row.Experiment, name)?.Run.Data.Real).FirstOrDefault(real => real is not null)))
            .Where(column => column.Item2 is not null).Select(column => (Name: column.Item1, Data: column.Item2!)).ToArray();
        var rows = Unique().Select(row => (row.Title, (IReadOnlyList<PointSet?>)[.. columns.Select(column => View(row.Experiment, column.Name)?.Samples)])).ToArray();
        return SampleGridFigure.Draw($"{study.Title}: samples", columns, rows);
    }

    private string Losses() => LineFigure.DrawAll(
        $"{study.Title}: training loss", "step", "loss",
        [.. data.Select(name => (name, (IReadOnlyList<Series>)[.. Unique().Index().Select(pair => new Series(pair.Item.Title, ReportFigures.Smooth(View(pair.Item.Experiment, name)?.Loss ?? []), pair.Index))]))]);

    private string KlBars() => BarFigure.Draw(
        $"{study.Title}: KL divergence", "KL(data ‖ samples), bits", [.. Unique().Select(row => row.Title)],
        [
            .. data.Select(name => (name, (IReadOnlyList<(double, double)>)[.. Unique().Select(row =>
                measurements.Values(row.Experiment, name, Measure.Kl) is { Count: > 0 } values ? (values.Average(), values.Count > 1 ? Format.Deviation(values) : double.NaN) : (double.NaN, double.NaN))],
                Unique().SelectMany(row => measurements.Values(row.Experiment, name, Measure.Floor)).DefaultIfEmpty(double.NaN).Average())),
        ],
        "floor");

    // Two rows of a table may show one experiment; a picture shows it once.
    private IReadOnlyList<(string Title, string Experiment)> Unique() => [.. study.Rows.DistinctBy(row => row.Experiment)];

    private string Title(string experiment) => study.Rows.First(row => row.Experiment == experiment).Title;

    private Block.Picture Picture(string name, string svg, string caption) => new($"{study.Name}-{name}", svg, caption);

    private static string Slug(string name) => string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Replace("---", "-", StringComparison.Ordinal);

    private ReportedRun? View(string experiment, string name)
    {
        if (!_views.TryGetValue((experiment, name), out var view))
        {
            var (job, evaluation) = measurements.Finished.Where(pair => pair.Job.Experiment == experiment && pair.Job.DataName == name).OrderBy(pair => pair.Job.Seed).FirstOrDefault();
            view = _views[(experiment, name)] = job is null ? null
                : ReportSession.View(Title(experiment), Run.Open(job.Files.Directory), evaluation, TableReader.Read(job.Files.Samples));
        }

        return view;
    }
}
