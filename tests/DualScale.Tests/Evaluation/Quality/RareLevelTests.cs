using DualScale.Evaluation.Quality;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Evaluation.Quality;

/// <summary>What a few rows of a level do to a comparison, and what a level does that no real row has.</summary>
public sealed class RareLevelTests
{
    private const int Rows = 1000;

    [Fact]
    public void Column_of_rare_levels_that_no_real_row_has_is_found()
    {
        var real = Places(1, 0);
        QualityVerdict Verdict(Table synthetic) => Compare(real, synthetic).Columns.Single(column => column.Name == "place").Verdict;
        Assert.Equal(QualityVerdict.Alike, Verdict(Places(2, 0)));
        Assert.Equal(QualityVerdict.Apart, Verdict(Places(2, 500)));

        // Some two rows of each of 500 places.
        static Table Places(ulong seed, int first)
        {
            var u = new float[Rows];
            new RandomStream(seed, 0).FillUniform(0, u);
            return MadeTable.Normals(Rows, 1, seed + 10).And(MadeTable.Texts("place", [.. u.Select(x => $"p{first + (int)(500 * x)}")]));
        }
    }

    [Fact]
    public void One_row_that_breaks_a_perfect_relation_is_chance_and_many_are_not()
    {
        var real = Codes(1, 0);
        QualityVerdict Verdict(int broken) => Compare(real, Codes(2, broken)).Pairs.Single().Verdict;
        Assert.Equal(QualityVerdict.Alike, Verdict(0));
        Assert.Equal(QualityVerdict.Alike, Verdict(1));
        Assert.Equal(QualityVerdict.Apart, Verdict(200));

        static Table Codes(ulong seed, int broken)
        {
            var u = new float[Rows];
            new RandomStream(seed, 0).FillUniform(0, u);
            return new Table([
                MadeTable.Texts("code", [.. u.Select(x => $"c{(int)(5 * x)}")]),
                MadeTable.Texts("name", [.. u.Select((x, row) => $"n{((int)(5 * x) + (row < broken ? 1 : 0)) % 5}")])]);
        }
    }

    [Fact]
    public void Halves_of_a_table_do_not_differ_by_how_they_are_ranked_or_which_levels_count()
    {
        // Two columns that nearly agree, a tenth of one blank, and a text of eighty levels beside which a number stands.
        var apart = 0;
        for (var seed = 1UL; seed <= 12; seed++)
            apart += Compare(Sums(2 * seed), Sums(2 * seed + 1)).Pairs.Count(pair => pair.Verdict != QualityVerdict.Alike);
        Assert.Equal(0, apart);

        static Table Sums(ulong seed)
        {
            const int Few = 260;
            var (u, x) = (new float[Few], new float[3 * Few]);
            new RandomStream(seed, 0).FillUniform(0, u);
            new RandomStream(seed, 1).FillNormal(0, x);
            return new Table([
                MadeTable.Texts("patient", [.. u.Select(value => $"p{(int)(80 * value * value)}")]),
                Numbers("gross", row => x[row]), Numbers("net", row => x[row] + 0.02 * Math.Exp(x[Few + row])),
                Numbers("mass", row => row % 10 == 3 ? double.NaN : x[row] + x[2 * Few + row])]);

            static NumberColumn Numbers(string name, Func<int, double> value) => new(
                new ColumnSchema(name, new ContinuousKind { Format = new NumberFormat { MaxPlaces = 6 } }),
                [.. Enumerable.Range(0, Few).Select(value)]);
        }
    }

    [Fact]
    public void Target_of_two_levels_keeps_its_score_where_synthetic_rows_have_a_third()
    {
        var real = Flagged(1);
        string[] flags = [.. Enumerable.Range(0, Rows).Select(row => Flagged(2)["flag"].Text(row))];
        var score = Compare(real, Flagged(2).With(MadeTable.Texts("flag", [.. flags.Select((flag, row) => row == 7 ? "maybe" : flag)])),
            "flag").Utility!;
        Assert.Equal("AUC", score.Score);
        Assert.Equal(1, score.Share, 0.1);

        static Table Flagged(ulong seed)
        {
            var table = MadeTable.Normals(Rows, 2, seed);
            return table.And(MadeTable.Texts("flag", [.. table.Values("x0").Select(x => x > 1 ? "yes" : "no")]));
        }
    }

    [Fact]
    public void Text_that_reads_like_the_word_for_a_blank_is_a_level()
    {
        var table = MadeTable.Normals(Rows, 1, 3);
        var real = table.And(MadeTable.Texts("t", [.. table.Values("x0").Select(x => x > 0 ? "(blank)" : "no")]));
        var result = Compare(real, real, "t");
        Assert.Equal(0, result.Columns.Single(column => column.Name == "t").RealBlanks);
        Assert.InRange(result.Utility!.Real, 0.9, 1);
    }

    private static TableQuality Compare(Table real, Table synthetic, string? target = null) =>
        TableQuality.Compare(real, synthetic, null, new TableQualityOptions { Target = target });
}
