using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Evaluation;
using DualScale.Numerics;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs.Tests;

/// <summary>Samples of which it is known what they are get the verdict that says so.</summary>
public sealed class VerdictTests : IDisposable
{
    private const int Points = 8000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fresh_draws_are_as_close_as_fresh_data_with_the_error_in_the_statement()
    {
        var verdict = Judge(Fresh());
        Assert.Equal(SampleFinding.Alike, verdict.Finding);
        Assert.InRange(verdict.Bound, Math.Max(verdict.ForwardFloor.Reach, verdict.ReverseFloor.Reach), 0.1);
        var bound = (Math.Ceiling(verdict.Bound * 100) / 100).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"Samples are as close to the data as fresh data are, within {bound} bits.", VerdictWords.Of(verdict)[0]);
        Assert.Contains("no sign of copies", VerdictWords.Of(verdict)[^1]);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    public void Copies_of_training_rows_are_called_copies_even_among_fresh_draws(double share)
    {
        var training = Moons().Data.Training;
        var verdict = Judge(Replace(Fresh(), share, (row, to) => training[row].CopyTo(to)));
        Assert.Equal(SampleFinding.Memorised, verdict.Finding);

        // Each copy is nearer than every held-out row, and the others are nearer half the time.
        Assert.Equal(0.5 + share / 2, verdict.Copying!.Value.NearerShare, 0.02);
        var words = VerdictWords.Of(verdict);
        Assert.StartsWith("Samples repeat training rows", words[0]);
        Assert.Contains("below, a sign of repeated training rows", words[3]);
    }

    [Fact]
    public void Noise_on_the_samples_is_called_smeared()
    {
        var noise = new RandomStream(3, 0);
        var verdict = Judge(Replace(Fresh(), 1, (row, to) =>
        {
            Span<float> z = stackalloc float[2];
            noise.FillNormal((ulong)row * 2, z);
            (to[0], to[1]) = (to[0] + 0.15f * z[0], to[1] + 0.15f * z[1]);
        }));
        Assert.Equal(SampleFinding.Smeared, verdict.Finding);
        Assert.Equal(DivergenceVerdict.Apart, verdict.Copying!.Value.Verdict);
        Assert.Contains("Samples are smeared", VerdictWords.Of(verdict)[0]);
    }

    [Fact]
    public void Samples_without_half_of_the_data_are_called_uncovered_by_the_forward_divergence()
    {
        // The upper moon comes first.
        var verdict = Judge(Shapes.Generate("moons", 2 * Points, new RandomStream(77, 0)).First(Points));
        Assert.Equal(SampleFinding.Uncovered, verdict.Finding);
        Assert.True(verdict.ForwardExcess > 2, $"{verdict.ForwardExcess}");

        // All samples on half of the data: log₂ 2, but for some bias of the estimate.
        Assert.Equal(1, verdict.ReverseExcess, 0.2);
        Assert.StartsWith("Parts of the data have too few samples", VerdictWords.Of(verdict)[0]);
    }

    [Fact]
    public void Some_samples_away_from_the_data_are_called_stray_and_counted()
    {
        var uniform = new RandomStream(4, 0);
        var verdict = Judge(Replace(Fresh(), 0.1, (row, to) =>
        {
            uniform.FillUniform((ulong)row * 2, to);
            (to[0], to[1]) = (8 * to[0] - 3, 8 * to[1] - 4);
        }));
        Assert.Equal(SampleFinding.Stray, verdict.Finding);
        Assert.True(verdict.ReverseFloor.Judge(verdict.Divergence.Reverse) == DivergenceVerdict.Apart);

        // A tenth of 64 square units; the moons with their surroundings take about a tenth of it.
        Assert.InRange(verdict.Copying!.Value.StrayShare, 0.08, 0.11);
        Assert.Contains("samples lie where no data are", VerdictWords.Of(verdict)[0]);
    }

    [Fact]
    public void Few_rows_are_no_ground_for_calling_samples_close()
    {
        TableWriter.Write(Shapes.Generate("line", 60, 1), _folder["few.csv"]);
        var run = Run.Create(_folder["few"], Configuration(_folder["few.csv"]));
        var verdict = run.Judge(Drawn(Shapes.Generate("line", 400, 2)))!;
        Assert.Equal(SampleFinding.Unclear, verdict.Finding);
        Assert.True(verdict.Bound > SampleVerdict.Likeness);
        Assert.Contains("no verdict", VerdictWords.Of(verdict)[0]);
    }

    [Fact]
    public void Copies_of_the_rows_of_a_table_are_told_from_its_held_out_rows()
    {
        TableWriter.Write(Shapes.Generate("line", 1000, 1), _folder["table.csv"]);
        var run = Run.Create(_folder["table"], Configuration(_folder["table.csv"]));
        var (copies, fresh) = (run.Judge(Drawn(run.Data.Training))!, run.Judge(Drawn(Shapes.Generate("line", 1000, 2)))!);
        Assert.Equal((100, 0.0), (copies.Copying!.Value.Count, copies.Copying.Value.Samples.Upper));
        Assert.Equal((SampleFinding.Memorised, DivergenceVerdict.Alike), (copies.Finding, fresh.Copying!.Value.Verdict));
    }

    [Fact]
    public void Floor_is_the_mean_over_halves_or_fresh_points_that_differ_from_draw_to_draw()
    {
        var data = Moons().Data;
        var verdict = Judge(Fresh());
        var floors = Enumerable.Range(0, 10)
            .Select(draw => KlDivergence.Estimate(data.Real, Shapes.Generate("moons", Points, RandomStreams.Data(0, 2 + draw))))
            .ToArray();
        var reverse = floors.Select(floor => floor.Reverse).ToArray();
        Assert.Equal(floors.Average(floor => floor.Forward), verdict.ForwardFloor.Mean, 1e-9);
        Assert.Equal(reverse.Average(), verdict.ReverseFloor.Mean, 1e-9);
        Assert.Equal(
            Math.Sqrt(reverse.Sum(bits => Math.Pow(bits - reverse.Average(), 2)) / 9), verdict.ReverseFloor.Deviation, 1e-9);
    }

    [Theory]
    [InlineData(0.51, false)]
    [InlineData(0.30, false)]
    [InlineData(0.54, true)]
    [InlineData(0.80, true)]
    public void Divergence_below_its_floor_is_a_sign_of_copies_where_distances_do_not_say_otherwise(double nearer, bool copies)
    {
        var distances = new Quartiles(0.1, 0.2, 0.3);
        var verdict = Below(new CopyingTest(5000, distances, distances, nearer, Error: 0.01, StrayShare: 0.01));
        var words = VerdictWords.Of(verdict);
        Assert.Equal(nearer == 0.8 ? SampleFinding.Memorised : SampleFinding.Closer, verdict.Finding);
        Assert.EndsWith(copies ? "0.20 below, a sign of repeated training rows." : "0.20 below, though distances show no copies.", words[3]);
        Assert.Equal(copies, string.Join(' ', words).Contains("repeat", StringComparison.Ordinal));
        Assert.Equal(!copies, words[0].EndsWith("distances show no copies.", StringComparison.Ordinal));
    }

    [Fact]
    public void Divergence_below_its_floor_without_distances_is_a_sign_of_copies_and_says_that_they_are_missing()
    {
        var words = VerdictWords.Of(Below(copying: null));
        Assert.EndsWith("a sign of repeated training rows; distances to them were not measured.", words[0]);
        Assert.EndsWith("0.20 below, a sign of repeated training rows.", words[3]);
    }

    [Fact]
    public void Verdict_is_in_the_file_and_comes_back_from_it()
    {
        var verdict = Judge(Fresh());
        var result = new EvaluationResult
        {
            Model = "m",
            Data = "d",
            Seed = 0,
            Samples = Points,
            Sampler = "ddpm",
            SamplerSteps = 2,
            Judgement = verdict,
        };
        var json = JsonSerializer.Serialize(result);
        var node = JsonNode.Parse(json)!;
        Assert.Equal("alike", node["finding"]!.ToString());
        Assert.Equal(VerdictWords.Of(verdict), node["verdict"]!.AsArray().Select(sentence => sentence!.ToString()));
        Assert.Equal(verdict.Copying!.Value.HeldOut.Upper, node["held_out_distance_upper"]!.GetValue<double>());
        Assert.Equal(verdict.Copying.Value.NearerShare, node["nearer_share"]!.GetValue<double>());
        Assert.Equal(verdict.Copying.Value.StrayShare, node["stray_share"]!.GetValue<double>());
        Assert.Equal(verdict.ReverseFloor.Deviation, node["reverse_floor_deviation_bits"]!.GetValue<double>());
        var back = JsonSerializer.Deserialize<EvaluationResult>(json)!;
        Assert.Equal(verdict with { Divergence = new(verdict.Divergence.Forward, verdict.Divergence.Reverse) }, back.Judgement);
        Assert.Equal(json, JsonSerializer.Serialize(back));
    }

    [Fact]
    public void Samples_farther_from_training_rows_than_data_are_called_stray_though_the_forward_divergence_leads()
    {
        var (floor, near, far) = (new DivergenceFloor(0, 0.01, 10), new Quartiles(0.1, 0.2, 0.3), new Quartiles(0.1, 0.3, 0.5));
        var verdict = new SampleVerdict(
            new Divergence(0.8, -0.1), floor, floor, new CopyingTest(1_000, far, near, 0.42, 0.01, 0.044));
        Assert.Equal(SampleFinding.Stray, verdict.Finding);
        Assert.Contains("lie where no data are, 0.80 bits above the floor", VerdictWords.Of(verdict)[0]);
        Assert.Equal(SampleFinding.Smeared, (verdict with
        {
            Copying = new CopyingTest(1_000, far, near, 0.3, 0.01, 0.044),
        }).Finding);
        Assert.Equal(SampleFinding.Uncovered, (verdict with
        {
            Copying = new CopyingTest(1_000, near, near, 0.5, 0.01, 0.01),
        }).Finding);
    }

    [Fact]
    public void Only_directions_that_are_apart_say_what_the_samples_are()
    {
        // Reaches of 0.17 and 0.068: forward 0.16 above is chance, reverse 0.075 is not, and the other way round.
        var (wide, narrow) = (new DivergenceFloor(0, 0.17 / 3.4085, 10), new DivergenceFloor(0, 0.068 / 3.4085, 10));
        Assert.Equal(0.17, wide.Reach, 1e-3);
        var stray = new SampleVerdict(new Divergence(0.16, 0.075), wide, narrow);
        Assert.Equal(SampleFinding.Stray, stray.Finding);
        Assert.Contains("no data are, 0.08 bits above", VerdictWords.Of(stray)[0]);
        var uncovered = new SampleVerdict(new Divergence(0.075, 0.16), narrow, wide);
        Assert.Equal(SampleFinding.Uncovered, uncovered.Finding);
        Assert.Contains("too few samples, 0.08 bits above", VerdictWords.Of(uncovered)[0]);
    }

    [Fact]
    public void Distances_that_tell_are_not_contradicted_by_divergences_that_do_not()
    {
        var floor = new DivergenceFloor(0, 0.1, 10);
        var (near, far) = (new Quartiles(1, 2, 3), new Quartiles(2, 3, 4));
        var told = new SampleVerdict(new Divergence(0, 0), floor, floor, new CopyingTest(100, far, near, 0.4, 0.029, 0));
        Assert.Equal(SampleFinding.Unclear, told.Finding);
        Assert.StartsWith("Divergences do not tell", VerdictWords.Of(told)[0]);
        Assert.EndsWith("farther than data are.", VerdictWords.Of(told)[^1]);
        var not = told with { Copying = new CopyingTest(99, near, near, 0.5, 0.029, 0.09) };
        Assert.StartsWith("Nothing tells", VerdictWords.Of(not)[0]);

        // The farthest hundredth of 99 rows is not known.
        Assert.Contains("farther than 99 %", VerdictWords.Of(told)[^1]);
        Assert.DoesNotContain("farther than 99 %", VerdictWords.Of(not)[^1]);
    }

    [Fact]
    public void Copies_are_copies_also_in_columns_of_zeros_and_blanks()
    {
        var random = new Random(3);
        double Amount() => random.NextDouble() < 0.9 ? 0 : Math.Round(100 * random.NextDouble(), 2);
        var table = new Table([
            new NumberColumn(new ColumnSchema("a", new ContinuousKind { Format = new NumberFormat { MaxPlaces = 5 } }),
                [.. Enumerable.Range(0, 900).Select(_ => Math.Round(random.NextDouble(), 5))]),
            .. Enumerable.Range(0, 3).Select(i => new NumberColumn(
                new ColumnSchema($"t{i}", new ContinuousKind { Format = new NumberFormat { MaxPlaces = 2 } }),
                [.. Enumerable.Range(0, 900).Select(_ => i == 2 && random.NextDouble() < 0.5 ? double.NaN : Amount())]))]);
        var start = RunConfiguration.ForTable(table);
        var run = Run.Create(_folder["table"], start, table);
        Assert.Equal("table", run.Configuration.Data.Source);
        var verdict = run.Judge(Drawn(run.Data.Training))!;
        Assert.Equal(SampleFinding.Memorised, verdict.Finding);
        Assert.InRange(verdict.Copying!.Value.NearerShare, 0.9, 1);
    }

    private static SampleVerdict Below(CopyingTest? copying)
    {
        var floor = new DivergenceFloor(0.05, Deviation: 0.01, Draws: 10);
        return new SampleVerdict(new Divergence(0.05, -0.15), floor, floor, copying);
    }

    private static PointSet Fresh() => Shapes.Generate("moons", Points, new RandomStream(77, 0));

    // The first rows of every ten, up to a share, are made anew.
    private static PointSet Replace(PointSet points, double share, Change change)
    {
        var values = points.Values.ToArray();
        for (var row = 0; row < points.Count; row++)
        {
            if (row % 10 < 10 * share)
                change(row, values.AsSpan(2 * row, 2));
        }

        return new PointSet(values, points.ColumnNames);
    }

    private delegate void Change(int row, Span<float> to);

    private Run Moons() => Run.Create(_folder[Guid.NewGuid().ToString()], Configuration("moons"));

    private static RunConfiguration Configuration(string source) =>
        new() { Data = new DataOptions { Source = source, Points = Points } };

    private SampleVerdict Judge(PointSet samples) => Moons().Judge(Drawn(samples))!;

    private static SamplingResult Drawn(PointSet points) => new(points) { Sampler = "none", Steps = 1, Seed = 0, Seconds = 0 };
}
