using System.Globalization;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Runs;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Cli.Tests;

/// <summary>The command from its table to ranked rows.</summary>
[Collection("console")]
public sealed class ScoreCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PointSet _points = new(Shapes.Generate("moons", 60, 3).Values.ToArray(), ["length", "width"]);

    public ScoreCommandTests()
    {
        TableWriter.Write(_points, _folder["points.csv"]);
        var usual = RunConfiguration.Preset("default");
        Run.Create(_folder["run"], usual with
        {
            Data = usual.Data with { Source = "points" },
            Model = new ModelOptions { Network = new ScaleSpaceDenoiser { Width = 16 } },
            Training = usual.Training with { Steps = 40, BatchSize = 32, ReferenceRows = 16 },
        }, _points).Train();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_row_has_its_number_its_columns_and_the_log_likelihood_of_the_library()
    {
        var wanted = Likelihood();
        var rows = Rows("score", _folder["points.csv"], "--run", _folder["run"]);
        Assert.Equal("row,length,width,log_likelihood_nats", rows[0]);
        Assert.Equal(61, rows.Length);
        for (var row = 0; row < 60; row++)
        {
            var cells = Cells(rows[row + 1]);
            Assert.Equal([row + 1, _points[row][0], _points[row][1]], cells[..3].Select(cell => (float)cell));
            Assert.Equal(wanted.Rows[row], cells[3], 1e-6);
        }
    }

    [Fact]
    public void Ranked_rows_go_from_the_least_likely_on_and_bits_are_nats_over_ln_2()
    {
        var wanted = Likelihood().Rows.Order().Select(row => row / Math.Log(2)).ToArray();
        var rows = Rows("score", _folder["points.csv"], "--run", _folder["run/model.safetensors"], "--rank", "--bits");
        Assert.EndsWith(",log_likelihood_bits", rows[0]);
        for (var row = 0; row < 60; row++)
            Assert.Equal(wanted[row], Cells(rows[row + 1])[3], 1e-6);
    }

    [Fact]
    public void Columns_match_by_name_from_standard_input_and_the_summary_is_that_of_the_rows()
    {
        var swapped = _points.Values.ToArray().Chunk(2).SelectMany(row => (float[])[row[1], row[0]]);
        using var text = new StringWriter();
        TableWriter.Write(new PointSet([.. swapped], ["width", "length"]), text);
        var input = Console.In;
        try
        {
            Console.SetIn(new StringReader(text.ToString()));
            var summary = ConsoleRun.Json("score", "-", "--run", _folder["run"], "-o", _folder["scores.csv"]);
            var wanted = Likelihood();
            Assert.Equal(wanted.Mean, summary["mean_log_likelihood"]!.GetValue<double>(), 1e-9);
            Assert.Equal(wanted.StandardError, summary["standard_error"]!.GetValue<double>(), 1e-9);
            Assert.Equal(wanted.Rows.Index().MinBy(row => row.Item).Index + 1, summary["least_likely_row"]!.GetValue<int>());
            Assert.Equal(("nats", "exact", 60),
                (summary["unit"]!.ToString(), summary["trace"]!.ToString(), summary["rows"]!.GetValue<int>()));
            Assert.Equal(61, File.ReadAllLines(_folder["scores.csv"]).Length);
        }
        finally
        {
            Console.SetIn(input);
        }

        Assert.Contains("--force", Fault("-o", _folder["scores.csv"]));
        Assert.Contains("standard output", Fault("-o", "-", "--json"));
        Assert.Contains("likelihood.tolerance is 0", Fault("--tolerance", "0"));
    }

    [Fact]
    public void Evaluation_has_the_held_out_rows_negative_log_likelihood()
    {
        var evaluation = ConsoleRun.Json("evaluate", _folder["run"], "--samples", "40");
        var run = Run.Open(_folder["run"]);
        using var model = run.LoadModel();
        var likelihood = model.LogLikelihood(run.Data.HeldOut, new LikelihoodOptions { Tolerance = 1e-3 });
        Assert.Equal(-likelihood.Mean, evaluation["nll_nats"]!.GetValue<double>(), 0.1);
        Assert.Equal(likelihood.StandardError, evaluation["nll_error"]!.GetValue<double>(), 0.1);
        Assert.Equal(likelihood.Rows.Count, evaluation["nll_rows"]!.GetValue<int>());
        ConsoleRun.Json("report", _folder["run"]);
        Assert.Contains("negative log-likelihood of held-out rows", File.ReadAllText(_folder["run/report.html"]));
    }

    private LogLikelihood Likelihood()
    {
        using var model = Run.Open(_folder["run"]).LoadModel();
        return model.LogLikelihood(_points);
    }

    private string Fault(params string[] options)
    {
        var (code, _, error) = ConsoleRun.Invoke(["score", _folder["points.csv"], "--run", _folder["run"], .. options]);
        Assert.Equal(2, code);
        return error;
    }

    private static string[] Rows(params string[] arguments)
    {
        var (code, output, error) = ConsoleRun.Invoke(arguments);
        Assert.True(code == 0, error);
        Assert.Contains("Mean log-likelihood", error);
        return output.TrimEnd('\n').Split('\n');
    }

    private static double[] Cells(string line) =>
        [.. line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
}
