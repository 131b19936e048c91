using DualScale.Evaluation.Quality;
using DualScale.Tables;

namespace DualScale.Tests.Evaluation.Quality;

/// <summary>Whole comparisons of tables whose law is known.</summary>
public sealed class TableQualityTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Fresh_rows_of_the_same_law_are_rarely_told_apart()
    {
        // Twelve verdicts each, of which one in a hundred may be wrong: one or two are to be expected.
        var alarms = new List<string>();
        for (var seed = 0ul; seed < 12; seed++)
        {
            var quality = TableQuality.Compare(
                MadeTable.Mixed(400, 3 * seed), MadeTable.Mixed(400, 3 * seed + 1), MadeTable.Mixed(400, 3 * seed + 2),
                new TableQualityOptions { Seed = seed, Target = "b" });
            alarms.AddRange(
                quality.Findings.Where(finding => finding.Verdict is QualityVerdict.Apart or QualityVerdict.Copied)
                    .Select(finding => finding.Measure));
            Assert.InRange(quality[QualityMeasures.Classifier]!.Value, 0.4, 0.6);
            Assert.Equal(12, quality.Findings.Count);
        }

        Assert.True(alarms.Count <= 6, string.Join(", ", alarms));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Trees_take_no_fresh_rows_for_copies_because_others_were_told_apart_by_chance()
    {
        // At small sizes the areas of folds scatter by more than each one's error: of 170 such tables ten were called copied.
        var copied = Enumerable.Range(0, 60).Count(seed => TableQuality.Compare(
            MadeTable.Mixed(150, 3 * (ulong)seed + 500), MadeTable.Mixed(150, 3 * (ulong)seed + 501),
            MadeTable.Mixed(150, 3 * (ulong)seed + 502), new TableQualityOptions { Seed = (ulong)seed })
            [QualityMeasures.Classifier]!.Verdict == QualityVerdict.Copied);
        Assert.InRange(copied, 0, 1);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Shifted_column_is_found_and_named_first()
    {
        var quality = TableQuality.Compare(MadeTable.Mixed(2000, 1), MadeTable.Mixed(1500, 2, shift: 0.5));
        Assert.Equal(("c", QualityVerdict.Apart), (quality.Columns[0].Name, quality.Columns[0].Verdict));
        Assert.All(quality.Columns.Skip(1), column => Assert.Equal(QualityVerdict.Alike, column.Verdict));

        // A shift by δ of a normal, of the 86 % that are not blank: KS = 0.86 (2 Φ(δ/2) - 1).
        Assert.Equal(0.86 * 0.1974, quality.Columns[0].Distance, 0.035);
        Assert.InRange(quality.Columns[0].Floor, 0.01, 0.05);
        Assert.Equal("c", quality.Telling[0].Name);
        Assert.Equal(QualityVerdict.Apart, quality[QualityMeasures.Classifier]!.Verdict);
        Assert.Contains("mostly by c", quality.Words[0]);
        Assert.StartsWith("Privacy: no measure shows more", quality.Words[1]);
    }

    [Fact]
    public void Copies_of_training_rows_are_found_by_every_measure_of_privacy()
    {
        var real = MadeTable.Mixed(600, 1);
        var quality = TableQuality.Compare(real, real.Rows(0, 600), MadeTable.Mixed(600, 2));
        Assert.Equal(1, quality[QualityMeasures.Copies]!.Value);
        Assert.Equal(0, quality[QualityMeasures.Closest]!.Value);
        Assert.InRange(quality[QualityMeasures.Closer]!.Value, 0.9, 1);
        Assert.InRange(quality[QualityMeasures.Membership]!.Value, 0.85, 1);
        Assert.All(
            quality.Findings.Where(finding => QualityMeasures.All.First(entry => entry.Name == finding.Measure).IsPrivacy),
            finding => Assert.Equal(QualityVerdict.Copied, finding.Verdict));
        Assert.StartsWith("Quality: no measure tells", quality.Words[0]);
    }

    [Fact]
    public void Near_copies_are_found_by_distances_where_no_cell_is_the_same()
    {
        var real = MadeTable.Normals(600, 4, 1);
        var near = new Table([.. real.Columns.Select(column =>
            MadeTable.Numbers(column.Name, [.. real.Values(column.Name).Select(value => value + 0.02)]))]);
        var quality = TableQuality.Compare(real, near, MadeTable.Normals(600, 4, 2));
        var copies = quality[QualityMeasures.Copies]!;
        Assert.Equal((0.0, QualityVerdict.Alike), (copies.Value, copies.Verdict));
        Assert.All(
            [QualityMeasures.Closest, QualityMeasures.Ratio, QualityMeasures.Closer, QualityMeasures.Membership],
            measure => Assert.Equal(QualityVerdict.Copied, quality[measure]!.Verdict));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Broken_correlation_with_right_marginals_is_found_by_pairs_and_classifier()
    {
        var quality = TableQuality.Compare(MadeTable.Mixed(2000, 1), MadeTable.Mixed(1000, 2, correlation: 0));
        Assert.All(quality.Columns, column => Assert.Equal(QualityVerdict.Alike, column.Verdict));
        Assert.Equal(("a", "b", "correlation"), (quality.Pairs[0].First, quality.Pairs[0].Second, quality.Pairs[0].Association));

        // Spearman's ρ of normals is 6/π · asin(r/2).
        Assert.Equal(6 / Math.PI * Math.Asin(0.4), quality.Pairs[0].Real, 0.03);
        Assert.Equal(0, quality.Pairs[0].Synthetic, 0.1);
        Assert.Equal(
            [QualityVerdict.Alike, QualityVerdict.Apart, QualityVerdict.Apart],
            new[] { QualityMeasures.Columns, QualityMeasures.Pairs, QualityMeasures.Classifier }
                .Select(measure => quality[measure]!.Verdict));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Missing_region_costs_recall_and_stray_rows_precision()
    {
        var real = MadeTable.Normals(2000, 2, 1);
        var fresh = MadeTable.Normals(4000, 2, 2);
        int[] half = [.. Enumerable.Range(0, 4000).Where(row => fresh.Values("x0")[row] > 0).Take(1000)];
        var narrow = TableQuality.Compare(real, fresh.Take(half));
        Assert.Equal(
            (QualityVerdict.Alike, QualityVerdict.Apart),
            (narrow[QualityMeasures.Precision]!.Verdict, narrow[QualityMeasures.Recall]!.Verdict));
        Assert.InRange(narrow[QualityMeasures.Recall]!.Value, 0.45, 0.65);

        var wide = TableQuality.Compare(real, fresh.Rows(0, 1000).With(
            MadeTable.Numbers("x1", [.. fresh.Values("x1").Take(1000).Select((value, row) => row % 4 == 0 ? value + 8 : value)])));
        Assert.Equal(QualityVerdict.Apart, wide[QualityMeasures.Precision]!.Verdict);
        Assert.Equal(0.75 * wide[QualityMeasures.Precision]!.Floor, wide[QualityMeasures.Precision]!.Value, 0.05);
    }

    [Fact]
    public void Blanks_and_unseen_levels_count()
    {
        var (real, fresh) = (MadeTable.Mixed(1200, 1), MadeTable.Mixed(600, 2));
        double[] filled = [.. fresh.Values("c").Select(value => double.IsNaN(value) ? 1 : value)];
        string[] levels = [.. Enumerable.Range(0, 600).Select(row => row < 30 ? "violet" : fresh["d"].Text(row))];
        var quality = TableQuality.Compare(real, fresh.With(MadeTable.Numbers("c", filled)).With(MadeTable.Texts("d", levels)));
        var (c, d) = (quality.Columns.Single(column => column.Name == "c"), quality.Columns.Single(column => column.Name == "d"));
        Assert.Equal((QualityVerdict.Apart, 0.0), (c.Verdict, c.SyntheticBlanks));
        Assert.InRange(c.RealBlanks, 0.1, 0.2);
        Assert.Equal((QualityVerdict.Apart, 30), (d.Verdict, d.Unseen));
        Assert.Equal(0.05, d.Distance, 0.04);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Target_is_predicted_as_a_share_of_what_real_rows_give()
    {
        var (real, heldOut) = (MadeTable.Mixed(1500, 1), MadeTable.Mixed(1500, 2));
        var options = new TableQualityOptions { Target = "b" };
        var good = TableQuality.Compare(real, MadeTable.Mixed(1500, 3), heldOut, options).Utility!;

        // The best that can be is r² = 0.64.
        Assert.Equal("R²", good.Score);
        Assert.InRange(good.Real, 0.5, 0.66);
        Assert.Equal(1, good.Share, 0.06);
        var bad = TableQuality.Compare(real, MadeTable.Mixed(1500, 3, correlation: 0), heldOut, options);
        Assert.Equal(QualityVerdict.Apart, bad[QualityMeasures.Utility]!.Verdict);
        Assert.InRange(bad.Utility!.Share, -0.6, 0.1);
        var classes = TableQuality.Compare(real, MadeTable.Mixed(1500, 3), heldOut, options with { Target = "d" }).Utility!;
        Assert.Equal("accuracy", classes.Score);
        Assert.Equal(1, classes.Share, 0.08);
    }

    [Fact]
    public void Few_copies_among_many_rows_count_where_none_of_many_fresh_rows_is_one()
    {
        var (real, fresh) = (MadeTable.Normals(500, 2, 1), MadeTable.Normals(3000, 2, 2));
        var heldOut = MadeTable.Normals(30_000, 2, 3);
        double[] With(string name, int copies) =>
            [.. real.Values(name).Take(copies), .. fresh.Values(name).Skip(copies)];
        QualityFinding Copies(int count) => TableQuality.Compare(
            real, new Table([MadeTable.Numbers("x0", With("x0", count)), MadeTable.Numbers("x1", With("x1", count))]), heldOut,
            new TableQualityOptions { Rows = 20 })[QualityMeasures.Copies]!;

        // (1/11)³ is 0.0008 and (1/11)² 0.008; the first is called at 0.005.
        Assert.Equal(QualityVerdict.Copied, Copies(3).Verdict);
        Assert.Contains("3 of 3,000 rows stand in the real table, more than fresh rows would (0 of 30,000", Copies(3).Words);
        Assert.Equal(QualityVerdict.Alike, Copies(2).Verdict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Rare_level_of_a_target_is_measured_or_said_to_be_too_rare(int rare)
    {
        var (real, heldOut) = (MadeTable.Normals(60, 2, 1), MadeTable.Normals(60, 2, 2));
        Table With(Table table, int count) => new([.. table.Columns, MadeTable.Texts(
            "y", [.. Enumerable.Range(0, 60).Select(row => row < count ? "yes" : "no")])]);
        var quality = TableQuality.Compare(
            With(real, 5), With(MadeTable.Normals(60, 2, 3), 5), With(heldOut, rare), new TableQualityOptions { Target = "y" });
        var finding = quality[QualityMeasures.Utility]!;
        Assert.Equal(rare == 3, double.IsFinite(finding.Value) && double.IsFinite(finding.Error));
        Assert.Equal(rare != 3, finding.Verdict == QualityVerdict.Unclear);
        Assert.Equal(rare != 3, finding.Words == "of the rows that are predicted too few differ in y to say how well");
    }

    [Fact]
    public void Identifiers_of_either_table_may_be_missing_in_the_other()
    {
        var (real, synthetic) = (MadeTable.Normals(60, 2, 1), MadeTable.Normals(60, 2, 2));
        var expected = TableQuality.Compare(real, synthetic).Findings;
        Assert.Equal(expected, TableQuality.Compare(Named(real), synthetic).Findings);
        Assert.Equal(expected, TableQuality.Compare(real, Named(synthetic)).Findings);

        static Table Named(Table table) => new([
            new CodeColumn(new ColumnSchema("id", new IdentifierKind()), [.. Enumerable.Range(0, 60)],
                [.. Enumerable.Range(0, 60).Select(row => $"r{row}")]),
            .. table.Columns]);
    }

    [Theory]
    [InlineData("1", "1.0", true)]
    [InlineData("0.50", "0.5", true)]
    [InlineData("1234", "01234", false)]
    [InlineData("100", "1E2", false)]
    [InlineData("12345678901234567890", "12345678901234567891", false)]
    [InlineData("red", "Red", false)]
    public void Levels_are_the_same_where_only_places_of_a_number_differ(string real, string synthetic, bool isSame)
    {
        Table With(ulong seed, string text) => new([.. MadeTable.Normals(60, 1, seed).Columns,
            MadeTable.Texts("y", [.. Enumerable.Range(0, 60).Select(row => row % 2 == 0 ? "other" : text)])]);
        var (first, second) = (With(1, real), With(2, synthetic));
        Assert.Equal(
            isSame ? 0 : 30, TableQuality.Compare(first, second).Columns.Single(column => column.Name == "y").Unseen);
        Assert.Equal(isSame ? real : synthetic, LevelMap.Rename(second, first)["y"].Text(1));
    }

    [Fact]
    public void Truth_values_are_the_same_in_other_letters()
    {
        static Table With(ulong seed, string no, string yes) => new([.. MadeTable.Normals(60, 1, seed).Columns,
            new CodeColumn(new ColumnSchema("y", new BooleanKind { False = no, True = yes }),
                [.. Enumerable.Range(0, 60).Select(row => row % 2)])]);
        var quality = TableQuality.Compare(With(1, "false", "true"), With(2, "FALSE", "True"));
        Assert.Equal(0, quality.Columns.Single(column => column.Name == "y").Unseen);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Small_wide_and_constant_tables_are_measured()
    {
        var small = MadeTable.Normals(100, 3, 1).With(MadeTable.Numbers("x1", [.. Enumerable.Repeat(7.0, 100)]));
        var other = MadeTable.Normals(100, 3, 2).With(MadeTable.Numbers("x1", [.. Enumerable.Repeat(7.0, 100)]));
        var quality = TableQuality.Compare(small, other);
        Assert.Equal(50, quality.Rows);
        var constant = quality.Columns.Single(column => column.Name == "x1");
        Assert.Equal((0.0, 1.0), (constant.Distance, constant.PValue));
        Assert.All(quality.Findings, finding => Assert.True(double.IsFinite(finding.Value) && double.IsFinite(finding.Error)));
        Assert.All(
            quality.Findings, finding => Assert.True(finding.Verdict is QualityVerdict.Alike or QualityVerdict.Unclear));

        var wide = TableQuality.Compare(MadeTable.Normals(400, 30, 1), MadeTable.Normals(400, 30, 2));
        Assert.Equal((30, 435), (wide.Columns.Count, wide.Pairs.Count));
        Assert.All(
            wide.Findings, finding => Assert.True(finding.Verdict is QualityVerdict.Alike or QualityVerdict.Unclear));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Result_depends_on_the_seed_and_neither_on_threads_nor_on_the_order_of_columns()
    {
        var (real, synthetic) = (MadeTable.Mixed(500, 1), MadeTable.Mixed(300, 2));
        var one = TableQuality.Compare(real, synthetic, options: new TableQualityOptions { Threads = 1 });
        var three = TableQuality.Compare(
            real, new Table([.. synthetic.Columns.Reverse()]), options: new TableQualityOptions { Threads = 3 });
        Assert.Equal(one.Findings, three.Findings);
        Assert.Equal(one.Columns, three.Columns);
        Assert.Equal(one.Pairs, three.Pairs);
        Assert.Equal(one.Projection.Real, three.Projection.Real);
        Assert.NotEqual(
            one.Findings, TableQuality.Compare(real, synthetic, options: new TableQualityOptions { Seed = 1 }).Findings);
    }

    [Fact]
    public void Progress_rises_to_one_and_cancellation_ends_it()
    {
        var shares = new List<double>();
        var (real, synthetic) = (MadeTable.Mixed(200, 1), MadeTable.Mixed(200, 2));
        TableQuality.Compare(real, synthetic, progress: new Listener(shares.Add));
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => TableQuality.Compare(
            real, synthetic, progress: new Listener(_ => cancellation.Cancel()), cancellation: cancellation.Token));
    }

    [Fact]
    public void What_cannot_be_compared_is_said_in_one_line()
    {
        var real = MadeTable.Mixed(100, 1);
        Refused("no column 'd'", new Table([.. real.Columns.Take(3)]));
        Refused("has a column 'e', which the real table has not", new Table([.. real.Columns, MadeTable.Numbers("e", new double[100])]));
        Refused("Column 'a' of the synthetic table is category", real.With(MadeTable.Texts("a", [.. Enumerable.Repeat("x", 100)])));
        Refused("Column 'a' of the synthetic table is date and that of the real table continuous",
            real.With(new NumberColumn(new ColumnSchema("a", new DateKind()), real.Values("a"))));
        Refused("give at least 10 synthetic rows", real.Rows(0, 9));
        var same = real.With(MadeTable.Texts("d", [.. Enumerable.Repeat("x", 100)]));
        RefusedTarget("The target 'd' has the same value in all rows", same);
        RefusedTarget("no other column to predict it from", new Table([real["d"]]));
        Refused("no column 'bb' to predict", real, new TableQualityOptions { Target = "bb" });
        Refused("quality.rows is 5", real, new TableQualityOptions { Rows = 5 });

        static void RefusedTarget(string message, Table table) => Assert.Contains(message, Assert.Throws<InvalidInputException>(
            () => TableQuality.Compare(table, table, options: new TableQualityOptions { Target = "d" })).Message);

        void Refused(string message, Table synthetic, TableQualityOptions? options = null) => Assert.Contains(
            message, Assert.Throws<InvalidInputException>(() => TableQuality.Compare(real, synthetic, options: options)).Message);
    }

    private sealed class Listener(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
