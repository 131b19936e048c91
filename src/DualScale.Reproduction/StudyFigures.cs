using DualScale.Reproduction.Studies;
using DualScale.Runs;
using DualScale.Runs.Documents;
using DualScale.Runs.Figures;
using DualScale.Runs.Report;
using DualScale.Tables;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Reproduction;

/// <summary>
/// The pictures of a study: of the models of its first seed, and of the measurements of all. What is known of a job from
/// elsewhere gives no picture of its model.
/// </summary>
internal sealed class StudyFigures(
    Study study, IReadOnlyList<JobProgress> jobs, Measurements measurements, IReadOnlyList<string> data)
{
    private const string TimestepLabel = "timestep t, from noise to data";

    private readonly Dictionary<(string, string), ReportedRun?> _views = [];

    // Two rows of a table may show one experiment; a picture shows it once.
    private readonly StudyRow[] _rows = [.. study.Rows.DistinctBy(row => row.Experiment)];

    // Gates and grids are looked at on the dinosaur, as in the papers, or on the first point set.
    private readonly string _shown = data.Contains("dino") ? "dino" : data[0];

    public IEnumerable<Block> All()
    {
        if (Viewed().Any())
        {
            yield return Picture("samples", Samples(), "Generated samples of the first seed; data on top.");
            yield return Picture("loss", Losses(), "Training loss of the first seed, running mean.");
        }

        yield return Picture("kl", KlBars(),
            "KL divergence: mean and standard deviation over the seeds; dashed the floor, fresh data in place of samples.");
        foreach (var block in study.Figures(this))
            yield return block;
    }

    /// <summary>w(t) of dual-scale models.</summary>
    public IEnumerable<Block> Weights(IReadOnlyList<string> experiments)
    {
        var charts = data.Select(name => (Name: name, Series: WeightSeries(experiments, name)))
            .Where(chart => chart.Series.Count > 0).ToArray();
        if (charts.Length == 0)
            yield break;
        yield return Picture(
            "weights", LineFigure.DrawAll("Weight evolution", TimestepLabel, "w(t)", charts, new Range(0, 1), reversed: true),
            "The weights of the global and the local branch over the timesteps.");
    }

    /// <summary>What the gates of dual-expert models do.</summary>
    public IEnumerable<Block> Gates(IReadOnlyList<string> experiments)
    {
        var views = Shown(experiments).Where(view => view.Gate is not null).ToArray();
        if (views.Length == 0)
            yield break;
        var values = views.Select(view => (view.Name, (IReadOnlyList<float>)view.Gate!.OfSamples[0])).ToArray();
        yield return Picture(
            "gate-histogram",
            HistogramFigure.Draw(
                $"Gate values of the samples on {_shown}", "gate value g at t = 0, the first expert's share", values),
            "How often each gate value occurs among the samples.");
        yield return Picture(
            "gate-timesteps",
            LineFigure.Draw(
                $"The first expert's share over the timesteps on {_shown}", TimestepLabel, "mean gate value",
                [.. views.Select((view, i) => new Series(view.Name, OverTime(view.Gate!.OverTime[0], share => share), i))],
                new Range(0, 1), reversed: true),
            "The mean gate value over noisy data.");
        foreach (var view in views)
        {
            var title = $"{view.Name} on {_shown}: samples by gate value";
            yield return Picture(
                $"gate-samples-{Slug(view.Name)}",
                ColouredScatterFigure.Draw(
                    title, "gate value g at t = 0", view.Samples, view.Gate!.OfSamples[0], new Range(0, 1), view.Run.Data.Real),
                $"{view.Name}: where each expert works.");
        }
    }

    /// <summary>The noise grids of grid models.</summary>
    public IEnumerable<Block> Grids(IReadOnlyList<string> experiments)
    {
        foreach (var view in Shown(experiments).Where(view => view.Grids.Count > 0))
        {
            yield return Picture(
                $"grids-{Slug(view.Name)}", ReportFigures.Grids($"{view.Name} on {_shown}: noise grids", view),
                $"{view.Name}: the grids over five timesteps.");
        }
    }

    /// <summary>Both divergences over their floors, the mean over point sets and seeds, against network calls.</summary>
    public IEnumerable<Block> Calls(IReadOnlyList<string> experiments, IReadOnlyList<int> calls, string note)
    {
        (string, IReadOnlyList<Series>)[] charts = [.. ((Measure[])[Measure.KlOverFloor, Measure.ReverseKlOverFloor]).Select(
            measure => (measure.Title, (IReadOnlyList<Series>)[.. _rows.Where(row => experiments.Contains(row.Experiment)).Select(
                row => new Series(row.Title, OverCalls(row.Experiment, calls, measure), Array.IndexOf(_rows, row)))]))];
        if (charts.All(chart => chart.Item2.All(series => series.Points.Count < 2)))
            yield break;
        yield return Picture(
            "calls",
            LineFigure.DrawAll(
                $"{study.Title}: quality against network calls", "network calls a sample", "bits", charts,
                logTicks: [.. calls.Select(count => (double)count)]),
            $"Divergences over their floors, the mean over the point sets and seeds, against network calls. {note}");
    }

    private static (double, double)[] OverTime<T>(IReadOnlyList<T> values, Func<T, double> of) =>
        [.. values.Select((value, t) => ((double)t, of(value)))];

    private (double, double)[] OverCalls(string experiment, IReadOnlyList<int> calls, Measure measure) =>
    [
        .. from count in calls
           let values = measurements.WithCalls(count).MeanBySeed(experiment, data, measure).Values
           where values.Count > 0
           select ((double)count, values.Average()),
    ];

    private IReadOnlyList<Series> WeightSeries(IReadOnlyList<string> experiments, string name)
    {
        var series = new List<Series>();
        foreach (var (i, experiment) in experiments.Index())
        {
            if (View(experiment, name) is not { Weights.Count: > 0 } view)
                continue;
            series.Add(new Series($"{view.Name}: global", OverTime(view.Weights, w => w.Global), i));
            series.Add(new Series($"{view.Name}: local", OverTime(view.Weights, w => w.Local), i, Dashed: true));
        }

        return series;
    }

    private IEnumerable<StudyRow> Viewed() =>
        _rows.Where(row => data.Any(name => View(row.Experiment, name) is not null));

    private string Samples()
    {
        var columns = new List<(string Name, PointSet Data)>();
        foreach (var name in data)
        {
            if (_rows.Select(row => View(row.Experiment, name)).FirstOrDefault(view => view is not null) is { } view)
                columns.Add((name, view.Run.Data.Real));
        }

        var rows = Viewed().Select(row =>
            (row.Title, (IReadOnlyList<PointSet?>)[.. columns.Select(column => View(row.Experiment, column.Name)?.Samples)]));
        return SampleGridFigure.Draw($"{study.Title}: samples", columns, [.. rows]);
    }

    private string Losses()
    {
        var charts = data.Where(name => _rows.Any(row => View(row.Experiment, name) is not null))
            .Select(name => (name, (IReadOnlyList<Series>)[.. Viewed().Select(row => new Series(
                row.Title, ReportFigures.Smooth(View(row.Experiment, name)?.Loss ?? []), Array.IndexOf(_rows, row)))]));
        return LineFigure.DrawAll($"{study.Title}: training loss", "step", "loss", [.. charts]);
    }

    private string KlBars()
    {
        var groups = data.Select(name => (
            name,
            (IReadOnlyList<(double, double)>)[.. _rows.Select(
                row => Format.MeanAndDeviation(measurements.Values(row.Experiment, name, Measure.Kl)))],
            Format.MeanAndDeviation(
                [.. _rows.SelectMany(row => measurements.Values(row.Experiment, name, Measure.Floor))]).Mean));
        return BarFigure.Draw(
            $"{study.Title}: KL divergence", Measure.Kl.Title, [.. _rows.Select(row => row.Title)], [.. groups], "floor");
    }

    private Block.Picture Picture(string name, string svg, string caption) => new($"{study.Name}-{name}", svg, caption);

    private static string Slug(string name) => string.Join(
        '-',
        string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' '))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private IEnumerable<ReportedRun> Shown(IReadOnlyList<string> experiments) =>
        experiments.Select(experiment => View(experiment, _shown)).OfType<ReportedRun>();

    private ReportedRun? View(string experiment, string name)
    {
        if (!_views.TryGetValue((experiment, name), out var view))
            view = _views[(experiment, name)] = Load(experiment, name);
        return view;
    }

    private ReportedRun? Load(string experiment, string name)
    {
        if (jobs.Where(progress => progress is { Evaluation: not null, IsKnown: false }
                && progress.Job.Experiment == experiment && progress.Job.DataName == name)
            .MinBy(progress => progress.Job.Seed) is not { Job: var job, Evaluation: { } evaluation })
            return null;
        var title = _rows.First(row => row.Experiment == experiment).Title;
        try
        {
            return ReportSession.View(title, Run.Open(job.Files.Directory), evaluation, TableReader.Read(job.Files.Samples));
        }
        catch (InvalidInputException)
        {
            // A damaged model costs its pictures, not the report.
            return null;
        }
    }
}
