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
            ["samples", "way", "loss", "levels", "calls"],
            report.Figures.Select(figure => Path.GetFileNameWithoutExtension(figure)["report-".Length..]));
        Assert.InRange(page.Length, 1, 1_000_000);
    }

    [Fact]
    public void More_columns_are_shown_by_their_differences_and_one_by_its_density()
    {
        Assert.Equal(["columns", "samples", "way", "loss", "levels", "calls"], Figures(3));
        Assert.Equal(["samples", "loss", "levels", "calls"], Figures(1));

        string[] Figures(int columns)
        {
            var values = new float[200 * columns];
            new Numerics.RandomStream(1, 0).FillNormal(0, values);
            TableWriter.Write(new PointSet(values, PointSet.DefaultNames(columns)), _folder[$"{columns}.csv"]);
            return [.. Trained(_folder[$"{columns}.csv"]).WriteReport().Figures
                .Select(figure => Path.GetFileNameWithoutExtension(figure)["report-".Length..])];
        }
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

    private Run Trained(string source)
    {
        var run = Run.Create(_folder[Path.GetFileName(source) + ".run"], new RunConfiguration
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
        });
        run.Train();
        return run;
    }
}
