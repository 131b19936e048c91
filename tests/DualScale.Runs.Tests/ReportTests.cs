using System.Globalization;
using System.Net;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Runs.Configuration;
using DualScale.Runs.Report;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs.Tests;

/// <summary>What a report shows of a run is what the run does.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Page_leads_with_the_verdict_and_holds_each_figure()
    {
        var run = Trained("moons");
        var evaluation = run.Evaluate(new SamplingRequest { Count = 500 });
        var report = run.WriteReport();
        var page = WebUtility.HtmlDecode(File.ReadAllText(report.Page));
        Assert.Equal(5, evaluation.Verdict!.Count);
        Assert.All(evaluation.Verdict, sentence => Assert.Contains(sentence, page));
        Assert.True(page.IndexOf(evaluation.Verdict[0], StringComparison.Ordinal) < page.IndexOf("<table", StringComparison.Ordinal));
        Assert.Equal(
            ["samples", "density", "way", "loss", "levels", "calls"],
            report.Figures.Select(figure => Path.GetFileNameWithoutExtension(figure)["report-".Length..]));
        Assert.Contains("of the probability.", page);
        Assert.InRange(page.Length, 1, 1_000_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Density_in_a_cell_is_the_exponential_of_the_models_log_likelihood_there(int columns)
    {
        var run = Trained(Normals(columns));
        using var model = run.LoadModel();
        var scored = new EventLog();
        var view = DensityView.Of(model, run.Data.Real, scored, CancellationToken.None)!;
        Assert.Equal(view.Values.Count, Math.Pow(view.Cells, columns));
        Assert.Contains(scored.Of<ScoringProgressed>(), progressed => progressed.Share == 1);

        // Cell (i, j) of columns, the last one fastest.
        var data = run.Data.Real;
        int[][] cells = [[40, 70], [64, 64], [99, 1]];
        double[] sizes = [.. view.Extents.Select(extent => extent.Length / view.Cells)];
        var points = new PointSet(
            [.. cells.SelectMany(cell => view.Extents.Select((extent, k) => (float)(extent.Low + (cell[k] + 0.5) * sizes[k])))],
            data.ColumnNames);
        var noise = 0.6 * sizes.Select((size, k) => size / model.Scaling.Deviations[k]).Max();
        var rows = model.LogLikelihood(points, new LikelihoodOptions { Tolerance = 0.03, Blur = noise }).Rows;
        foreach (var (cell, row) in cells.Zip(rows))
        {
            var place = columns == 1 ? cell[0] : cell[0] * view.Cells + cell[1];
            Assert.Equal(Math.Exp(row), view.Values[place], Math.Exp(row) * 1e-5);
        }

        for (var k = 0; k < columns; k++)
        {
            var values = Enumerable.Range(0, data.Count).Select(i => (double)data[i][k]).ToArray();
            Assert.True(view.Extents[k].Contains(values.Min()) && view.Extents[k].Contains(values.Max()));
        }

        Assert.Equal(view.Values.Sum() * sizes.Aggregate(1.0, (a, b) => a * b), view.Covered, 1e-9);
        Assert.InRange(view.Covered, 0.8, 1.005);
        Assert.Contains($"{view.Covered.ToString("F3", CultureInfo.InvariantCulture)} of the probability", view.Caption);
    }

    [Fact]
    public void Columns_of_tables_are_shown_by_themselves_and_one_also_by_its_density()
    {
        Assert.Equal(["columns", "samples", "way", "loss", "levels", "calls"], Figures(3));
        Assert.Equal(["columns", "samples", "loss", "levels", "calls"], Figures(1));

        string[] Figures(int columns) => [.. Trained(Normals(columns)).WriteReport().Figures
            .Select(figure => Path.GetFileNameWithoutExtension(figure)["report-".Length..])];
    }

    [Fact]
    public void Quality_at_as_many_calls_as_the_evaluation_took_is_that_of_the_evaluation()
    {
        var run = Trained("moons");
        var evaluation = run.Evaluate(new SamplingRequest { Count = 300, Seed = 3 });
        using var model = run.LoadModel();
        var calls = CallsPoint.Of(run, model, evaluation, CancellationToken.None);
        Assert.Equal([5, 8, 12, 20, 40], calls.Select(point => point.Calls));
        Assert.Equal(
            (evaluation.Divergence, evaluation.ReverseDivergence), (calls[3].Divergence.Forward, calls[3].Divergence.Reverse));
        Assert.Equal(5, calls.Select(point => point.Divergence.Forward).Distinct().Count());
    }

    [Fact]
    public void Way_from_noise_leads_through_the_points_that_the_sampler_is_at()
    {
        var run = Trained("moons");
        using var model = run.LoadModel();
        var sampler = new HeunSampler { Steps = 6 };
        var (way, calls) = model.Trace(250, sampler, seed: 4);
        Assert.Equal([.. sampler.Path(model.Levels), 0], way.Select(stop => stop.Level));
        Assert.Equal(2 * 6 - 1, calls);
        var samples = model.Sample(250, new SamplingOptions { Seed = 4, Sampler = sampler });
        Assert.Equal(samples.Values.ToArray(), way[^1].Points.Values.ToArray());

        // Heun's steps have no memory: from the points at a level on, it goes the same way.
        var rest = model.Sample(250, new SamplingOptions
        {
            Start = way[3].Points,
            Sampler = new HeunSampler { Levels = [.. way.Skip(3).SkipLast(1).Select(stop => stop.Level)] },
        });
        rest.Values.ToArray().ShouldBeCloseTo(samples.Values.ToArray(), 1e-4, 1e-4, "samples");
    }

    [Fact]
    public void Samples_of_a_table_are_shown_as_the_rows_that_they_become()
    {
        string[] colours = ["red", "green", "blue"];
        File.WriteAllLines(_folder["table.csv"], Enumerable.Range(0, 300)
            .Select(i => FormattableString.Invariant($"{colours[i % 3]},{0.37 * i % 7:F2}")).Prepend("colour,size"));
        var run = Run.Create(
            _folder["table.run"], Small(_folder["table.csv"]), TableFile.Read(_folder["table.csv"]));
        run.Train();
        var evaluation = run.Evaluate(new SamplingRequest { Count = 200 });
        var drawn = run.Sample(evaluation.Request).Points;
        var view = ReportSession.View("run", run, evaluation, drawn);
        var (shown, data) = (view.Samples, run.Data.Real);
        var colour = data.ColumnNames.ToList().FindIndex(name => name.StartsWith("colour", StringComparison.Ordinal));
        var known = Values(data, colour);
        Assert.Equal(2, known.Count);
        Assert.Subset(known, Values(shown, colour));
        Assert.True(Values(drawn, colour).Count > 2);
        Assert.Contains("quantiles as a standard normal", File.ReadAllText(run.WriteReport().Page));

        // Single columns are those of the table and of the rows that samples are written as.
        run.Sample(evaluation.Request).Save(_folder["samples.csv"]);
        foreach (var (file, table) in new[] { ("table.csv", view.Table!.Real), ("samples.csv", view.Table.Synthetic) })
        {
            TableFile.Write(table, _folder["shown.csv"]);
            Assert.Equal(File.ReadAllLines(_folder[file]), File.ReadAllLines(_folder["shown.csv"]));
        }

        var columns = File.ReadAllText(Path.ChangeExtension(run.Files.Report, null) + "-columns.svg");
        Assert.All(colours, colour => Assert.Contains($">{colour}</text>", columns));
        Assert.Contains(">33 %</text>", columns);

        static HashSet<float> Values(PointSet points, int column) =>
            [.. Enumerable.Range(0, points.Count).Select(row => points[row][column])];
    }

    private string Normals(int columns)
    {
        var values = new float[200 * columns];
        new Numerics.RandomStream(1, 0).FillNormal(0, values);
        TableWriter.Write(new PointSet(values, PointSet.DefaultNames(columns)), _folder[$"{columns}.csv"]);
        return _folder[$"{columns}.csv"];
    }

    private Run Trained(string source)
    {
        var run = Run.Create(_folder[Path.GetFileName(source) + ".run"], Small(source));
        run.Train();
        return run;
    }

    private static RunConfiguration Small(string source) => new()
    {
        Data = new DataOptions { Source = source, Points = 600 },
        Model = new ModelOptions { Network = new ScaleSpaceDenoiser { Width = 8, Blocks = 1, LevelDimension = 8 } },
        Diffusion = new DiffusionOptions
        {
            Levels = LevelKind.Continuous,
            Density = DensityKind.Measured,
            Parametrization = ParametrizationKind.Edm,
        },
        Training = TrainingOptions.ScaleSpace with { Steps = 40, BatchSize = 32 },
    };
}
