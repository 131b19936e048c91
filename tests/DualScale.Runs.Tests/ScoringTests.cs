using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs.Tests;

/// <summary>Rows scored in parts are those scored at once.</summary>
public sealed class ScoringTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TableEncoding _encoding;
    private readonly DiffusionModel _model;

    public ScoringTests()
    {
        File.WriteAllLines(_folder["table.csv"], ["id,size,kind", .. Enumerable.Range(0, 40).Select(
            i => $"k{i},{i * 7 % 13}.5,{"abc"[i * 5 % 3]}")]);
        var table = TableFile.Read(_folder["table.csv"]);
        _encoding = TableEncoding.Fit(table);
        var points = _encoding.Encode(table);
        using var trainer = new Trainer(
            DiffusionRecipe.ScaleSpace with { Denoiser = new ScaleSpaceDenoiser { Width = 16 } }, points,
            TrainingOptions.ScaleSpace with { Steps = 30, BatchSize = 32, ReferenceRows = 16 },
            Standardization.Identity(points.Columns));
        _model = trainer.Run();
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parts_of_a_file_have_the_scores_and_lines_of_the_whole(bool rank)
    {
        var request = new ScoringRequest
        {
            Rank = rank,
            Options = new LikelihoodOptions { Trace = TraceKind.Estimated, Probes = 2, Tolerance = 0.1 },
        };
        var (whole, parts) = (new StringWriter(), new StringWriter());
        var wanted = request.Score(
            _model, ScoringRows.Of(TableFile.Read(_folder["table.csv"], _encoding.Schema), _encoding), whole);
        var scores = request.Score(_model, ScoringRows.Read(_folder["table.csv"], _encoding, partRows: 7), parts);
        Assert.Equal(wanted.Scores, scores.Scores);
        Assert.Equal((wanted.Mean, wanted.Least, wanted.LeastLikelyRow, wanted.Calls, 40, 3, "estimated"),
            (scores.Mean, scores.Least, scores.LeastLikelyRow, scores.Calls, scores.Count, scores.Columns, scores.Trace));
        Assert.Equal(whole.ToString(), parts.ToString());

        var lines = parts.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("row,id,size,kind,log_likelihood_nats,standard_error", lines[0]);
        var rows = lines[1..].Select(line => int.Parse(line.Split(',')[0]) - 1).ToArray();
        Assert.Equal(rank ? Enumerable.Range(0, 40).OrderBy(row => scores.Scores[row]) : Enumerable.Range(0, 40), rows);
        Assert.All(lines[1..], line => Assert.Equal($"k{int.Parse(line.Split(',')[0]) - 1}", line.Split(',')[1]));
    }

    [Fact]
    public void File_is_checked_before_its_first_row_is_scored_and_may_not_grow_meanwhile()
    {
        var rows = ScoringRows.Read(_folder["table.csv"], _encoding, partRows: 7);
        File.AppendAllText(_folder["table.csv"], "k40,1.5,a\nk41,,a\n");
        Assert.Contains("Row 42 of the data, column 'size'", Assert.Throws<InvalidInputException>(
            () => ScoringRows.Read(_folder["table.csv"], _encoding, partRows: 7)).Message);
        File.WriteAllLines(_folder["table.csv"], File.ReadAllLines(_folder["table.csv"])[..^1]);
        Assert.Contains("grown", Assert.Throws<InvalidInputException>(
            () => new ScoringRequest().Save(_folder["scores.csv"], _model, rows)).Message);
        Assert.False(File.Exists(_folder["scores.csv"]));
    }

    [Theory]
    [InlineData(false, 38)]
    [InlineData(true, 38)]
    [InlineData(true, 14)]
    public void File_may_not_shrink_either(bool rank, int left)
    {
        var rows = ScoringRows.Read(_folder["table.csv"], _encoding, partRows: 7);
        File.WriteAllLines(_folder["table.csv"], File.ReadAllLines(_folder["table.csv"])[..(1 + left)]);
        var request = new ScoringRequest { Rank = rank, Options = new LikelihoodOptions { Tolerance = 0.1 } };
        Assert.Contains("shrunk", Assert.Throws<InvalidInputException>(
            () => request.Save(_folder["scores.csv"], _model, rows)).Message);
        Assert.False(File.Exists(_folder["scores.csv"]));
    }
}
