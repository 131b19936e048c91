using DualScale.Reproduction.Studies;
using DualScale.Runs;

namespace DualScale.Reproduction.Tests;

/// <summary>Lines of results.csv that count as done, and lines that are refused.</summary>
public sealed class KnownResultsTests : IDisposable
{
    private const int Samples = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly Job[] _jobs;
    private readonly string[] _lines;

    // Three jobs with made-up numbers, of which one is open.
    public KnownResultsTests()
    {
        var plan = ReproductionPlan.Of([Study.All[1]], new ReproductionOptions
        {
            Data = ["moons"],
            Seeds = SeedCounts.All(3),
            Samples = Samples,
            Quick = true,
        });
        _jobs = [.. plan.Jobs.Where(job => job.Experiment == "grid-single").Select(job =>
            new Job(job.Experiment, job.Data, job.Seed, plan.Configure(job), new RunFiles(_folder[job.Id])))];
        var progress = _jobs.Select(job => new JobProgress(job)).ToArray();
        foreach (var job in progress.Take(2))
            job.Finish(new JobResult(Numbers(job.Job), "1.2.3+abcdef0", new JobFingerprints().Of(job.Job)));
        ResultsFile.Write(progress, _folder["results.csv"]);
        _lines = File.ReadAllLines(_folder["results.csv"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Finished_lines_give_every_number_back_and_others_nothing()
    {
        var known = Known("results.csv");
        Assert.Equal(["3", "", "", "open"], [$"{_jobs.Length}", .. _lines[3].Split(',')[5..7], _lines[3].Split(',')[3]]);
        Assert.Null(known.Of(_jobs[2]));
        foreach (var job in _jobs.Take(2))
        {
            var (result, expected) = (known.Of(job)!, Numbers(job));
            Assert.Equal(("1.2.3+abcdef0", "results.csv"), (result.Version, result.KnownFrom));
            Assert.Equal(new JobFingerprints().Of(job), result.Fingerprint);
            Assert.All(ResultsFile.Measures, measure =>
                Assert.Equal(measure.Of(expected), measure.Of(result.Evaluation)));
            Assert.Equal(expected.Request, result.Evaluation.Request);
        }

        Assert.Empty(known.Others);
    }

    [Fact]
    public void Same_line_twice_is_one_and_lines_of_other_jobs_are_counted()
    {
        Write("more.csv", _lines[0], _lines[2], _lines[1], _lines[1].Replace("grid-single", "grid-double"),
            _lines[1].Replace(",20,", ",21,"), _lines[1].Replace("moons", "dino"));
        var known = Known("results.csv", "more.csv");
        Assert.Equal(3, known.Others[_folder["more.csv"]]);
        Assert.Equal("results.csv", known.Of(_jobs[0])!.KnownFrom);
    }

    [Fact]
    public void File_without_provenance_is_taken_and_one_with_it_goes_before_it()
    {
        Write("old.csv", [.. _lines.Select(line => string.Join(',', line.Split(',').SkipLast(3)))]);
        var old = Known("old.csv").Of(_jobs[1])!;
        Assert.Equal((null, null, false), (old.Version, old.Fingerprint, old.HasProvenance));
        Assert.Equal(Numbers(_jobs[1]).Divergence, old.Evaluation.Divergence);
        Assert.True(Known("old.csv", "results.csv").Of(_jobs[1])!.HasProvenance);
    }

    [Fact]
    public void Extra_columns_another_order_and_Windows_line_ends_are_taken()
    {
        Write("other.csv", [.. _lines.Select((line, i) => string.Join(',', line.Split(',').Reverse().Prepend($"later {i}")))]);
        File.WriteAllText(_folder["other.csv"], "\uFEFF" + File.ReadAllText(_folder["other.csv"]).ReplaceLineEndings("\r\n"));
        Assert.Equal(Numbers(_jobs[0]).RawEvaluationLoss, Known("other.csv").Of(_jobs[0])!.Evaluation.RawEvaluationLoss);
    }

    [Theory]
    [InlineData("seed", "-1", "row 3, column 'seed': it cannot be '-1'")]
    [InlineData("steps", "1e4", "row 3, column 'steps'")]
    [InlineData("samples", "0", "row 3, column 'samples'")]
    [InlineData("kl_bits", "0;5", "row 3, column 'kl_bits': it cannot be '0;5'")]
    [InlineData("eval_loss", "NaN", "row 3, column 'eval_loss'")]
    [InlineData("floor_bits", "1e999", "row 3, column 'floor_bits'")]
    [InlineData("version", "<b>", "row 3, column 'version'")]
    [InlineData("fingerprint", "abc", "row 3, column 'fingerprint'")]
    [InlineData("fingerprint", "0123456789abcdef", "row 3: grid-single on moons, seed 1 has other settings or data")]
    [InlineData("evaluation_version", "1", "row 3: grid-single on moons, seed 1 was measured by definitions 1")]
    [InlineData("seed", "0", "row 3, column 'seed'", "row 3: grid-single on moons, seed 0 has other settings or data")]
    [InlineData("data", "\"moons", "row 3: the quotes do not match")]
    [InlineData("samples", "20,20", "row 3: 22 cells where the first row has 21")]
    public void Line_that_cannot_be_meant_is_refused_with_its_place(
        string column, string value, string message, string? instead = null)
    {
        var cells = _lines[2].Split(',');
        cells[_lines[0].Split(',').IndexOf(column)] = value;
        Write("bad.csv", _lines[0], _lines[1], string.Join(',', cells));
        Refused($"{_folder["bad.csv"]}, {instead ?? message}", "bad.csv");
    }

    [Theory]
    [InlineData("reverse_kl_bits")]
    [InlineData("fine_grid_variance_raw")]
    [InlineData("state")]
    public void File_without_what_the_page_needs_is_refused(string column)
    {
        Write("bad.csv", _lines[0].Replace($",{column},", ",another,"), _lines[1]);
        Refused($"row 1: there is no column '{column}'", "bad.csv");
    }

    [Fact]
    public void File_without_lines_or_with_a_column_twice_is_refused()
    {
        Write("bad.csv");
        Refused("is empty", "bad.csv");
        Write("bad.csv", _lines[0] + ",kl_bits", _lines[1] + ",1");
        Refused("row 1: the column 'kl_bits' stands there twice", "bad.csv");
        File.WriteAllText(_folder["bad.csv"], new string('x', 1 << 17));
        Refused("65,536 characters", "bad.csv");
    }

    [Fact]
    public void Other_numbers_of_one_job_are_refused_in_one_file_and_between_two()
    {
        var other = _lines[1].Replace("0.1,", "0.2,");
        Assert.NotEqual(_lines[1], other);
        Write("both.csv", _lines[0], _lines[1], other);
        Refused($"both.csv, row 3: grid-single on moons, seed 0 has other numbers in {_folder["both.csv"]}, row 2", "both.csv");
        Write("other.csv", _lines[0], other);
        Refused($"other.csv, row 2: grid-single on moons, seed 0 has other numbers in {_folder["results.csv"]}, row 2",
            "results.csv", "other.csv");
    }

    private KnownResults Known(params string[] files) =>
        new([.. files.Select(file => _folder[file])], _jobs, Samples, new JobFingerprints());

    private void Refused(string message, params string[] files)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Known(files)).Message;
        Assert.Contains(message, refusal);
        Assert.DoesNotContain('\n', refusal);
    }

    private void Write(string name, params string[] lines) => File.WriteAllLines(_folder[name], lines);

    // Numbers that are only the same where no digit is lost.
    private static EvaluationResult Numbers(Job job) => new()
    {
        Version = EvaluationResult.CurrentVersion,
        Model = "",
        Data = "",
        Seed = job.Seed,
        Samples = Samples,
        Sampler = job.Drawn(Samples).Sampler!,
        SamplerSteps = job.Drawn(Samples).Steps!.Value,
        Divergence = 0.1,
        ReverseDivergence = -(0.1 + 0.2) * (job.Seed + 1),
        DivergenceFloor = Math.PI * 1e-9,
        ReverseDivergenceFloor = -1 / 3.0,
        EvaluationLoss = Math.BitDecrement(1),
        RawEvaluationLoss = double.NaN,
        GridVariances = new Dictionary<string, double> { ["grid_variance"] = 1.0 / 7e12, ["grid_variance_raw"] = double.NaN },
    };
}
