using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;
using MathNet.Numerics.Distributions;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>Conditions of a table of texts and numbers whose every law is known, with its exact denoiser.</summary>
public sealed class TableConditionTests
{
    private const int Count = 20_000;

    private static readonly SamplingOptions Exact = new() { Sampler = new DpmSolverSampler { Steps = 80 }, Seed = 3 };
    private static readonly SamplingOptions Quick = new() { Sampler = new DpmSolverSampler { Steps = 25 }, Seed = 3 };

    [Theory]
    [InlineData("bee", 1)]
    [InlineData("", 3)]
    public void Numbers_given_a_text_have_its_means_and_covariances(string text, int kind)
    {
        using var model = MixedDenoiser.Model();
        var rows = model.SampleWhere(Count, Where($"kind={text}"), Exact);
        Assert.Equal(Count, rows.Drawn);
        Assert.All(Enumerable.Range(0, Count), row => Assert.Equal(text, rows.Table["kind"].Text(row)));
        double[][] numbers = [Numbers(rows.Table, "x"), Numbers(rows.Table, "y")];
        double[] means = [numbers[0].Average(), numbers[1].Average()];
        var covariance = MixedLaw.Covariance(kind);
        for (var i = 0; i < 2; i++)
        {
            Near(MixedLaw.Means[kind][i], means[i], covariance[i, i], Count);
            for (var j = 0; j <= i; j++)
            {
                Near(covariance[i, j], numbers[i].Zip(numbers[j], (a, b) => (a - means[i]) * (b - means[j])).Average(),
                    covariance[i, i] * covariance[j, j] + MixedLaw.Square(covariance[i, j]), Count);
            }
        }
    }

    [Fact]
    public void Texts_and_numbers_given_a_number_follow_the_rule_of_Bayes_and_the_number_comes_back_as_it_was_given()
    {
        using var model = MixedDenoiser.Model();
        var rows = model.SampleWhere(Count, Where("x=3.14159"), Exact).Table;
        var y = Numbers(rows, "y");
        Assert.All(Enumerable.Range(0, Count), row => Assert.Equal("3.14159", rows["x"].Text(row)));
        double[] posterior = [.. Enumerable.Range(0, 4).Select(kind => MixedLaw.Shares[kind] * MixedLaw.Density(
            3.14159, MixedLaw.Means[kind][0], MixedLaw.Square(MixedLaw.Deviations[kind][0])))];
        for (var kind = 0; kind < 4; kind++)
        {
            var share = posterior[kind] / posterior.Sum();
            int[] of = [.. Enumerable.Range(0, Count).Where(row => rows["kind"].Text(row) == (MixedLaw.Kinds[kind] ?? ""))];
            Near(share, (double)of.Length / Count, share * (1 - share), Count);
            var (mean, variance) = MixedLaw.Given(kind, column: 1, other: 3.14159);
            if (of.Length > 100)
                Near(mean, of.Average(row => y[row]), variance, of.Length);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0)]
    public void Intervals_several_texts_and_rules_are_kept_as_often_as_the_law_has_them(double conditions)
    {
        using var model = MixedDenoiser.Model(conditions);
        Kept(["x=2.5..4"], [], kind => Below(kind, 0, 4) - Below(kind, 0, 2.5));
        Kept(["kind=ant|", "y=..1.5"], [], kind => kind is 0 or 3 ? Below(kind, 1, 1.5) : 0);
        Kept([], ["x <= y"], kind =>
        {
            var covariance = MixedLaw.Covariance(kind);
            return Normal.CDF(MixedLaw.Means[kind][0] - MixedLaw.Means[kind][1],
                Math.Sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]), 0);
        });
        Kept([], ["kind != bee", "3 < y"], kind => kind == 1 ? 0 : 1 - Below(kind, 1, 3));

        void Kept(string[] where, string[] rules, Func<int, double> share)
        {
            var wanted = new TableConditions { Where = where, Rules = rules };
            var rows = model.SampleWhere(600, wanted, Quick);
            var law = Enumerable.Range(0, 4).Sum(kind => MixedLaw.Shares[kind] * share(kind));
            Near(law, rows.Rate, law * (1 - law), rows.Drawn);
            for (var kind = 0; kind < 4; kind++)
            {
                var own = MixedLaw.Shares[kind] * share(kind) / law;
                var found = Enumerable.Range(0, 600).Count(row => rows.Table["kind"].Text(row) == (MixedLaw.Kinds[kind] ?? ""));

                // Of what hardly ever comes there are too few for a normal.
                if (own > 0.01)
                    Near(own, found / 600.0, own * (1 - own), 600);
            }
        }
    }

    [Fact]
    public void Texts_of_a_model_without_conditions_are_drawn_until_they_come()
    {
        using var model = MixedDenoiser.Model(conditions: 0);
        var rows = model.SampleWhere(1000, Where("kind=cat"), Quick);
        Near(MixedLaw.Shares[2], rows.Rate, MixedLaw.Shares[2] * (1 - MixedLaw.Shares[2]), rows.Drawn);
        Near(MixedLaw.Means[2][0], Numbers(rows.Table, "x").Average(), MixedLaw.Covariance(2)[0, 0], 1000);
        Refused("training.conditions above 0", () => model.SampleWhere(1, Where("x=3.14159"), new SamplingOptions
        {
            Sampler = new DdimSampler { Steps = 2 },
        }));
        Refused("trained without conditions", () => model.Impute(Blanks()));
    }

    [Fact]
    public void Rows_do_not_depend_on_count_threads_or_parts()
    {
        using var model = MixedDenoiser.Model();
        var wanted = new TableConditions { Where = ["kind=bee"], Rules = ["x < y"] };
        var all = model.SampleWhere(200, wanted, Quick with { Threads = 3 });
        var some = model.SampleWhere(40, wanted, Quick with { Threads = 1, First = 160 });
        var streamed = model.StreamWhere(200, wanted, Quick).Single();
        for (var row = 0; row < 40; row++)
            Assert.Equal(Row(all.Table, 160 + row), Row(some.Table, row));
        Assert.Equal((all.Drawn, Row(all.Table, 199)), (streamed.Drawn, Row(streamed.Table, 199)));
        Assert.All(Numbers(all.Table, "x").Zip(Numbers(all.Table, "y")), pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public void Blanks_are_filled_by_the_conditional_law_without_blanks_and_present_cells_stay()
    {
        const int Draws = 400;
        using var model = MixedDenoiser.Model();
        var table = Blanks();
        var filled = model.Impute(table, Draws, Quick);
        Assert.Equal((5L, 0L), (filled.Blanks, filled.LeftBlank));
        foreach (var draw in filled.Draws)
        {
            Assert.Equal("y,kind,note,x", string.Join(',', draw.Columns.Select(column => column.Name)));
            for (var row = 0; row < table.Rows; row++)
            {
                foreach (var (before, after) in table.Columns.Zip(draw.Columns).Where(pair => !pair.First.IsBlank(row)))
                    Assert.Equal(before.Text(row), after.Text(row));
            }
        }

        // x of a bee with y = 4.2.
        var (mean, variance) = MixedLaw.Given(1, column: 0, other: 4.2);
        Near(mean, filled.Draws.Average(draw => Numbers(draw, "x")[0]), variance, Draws);

        // The text of x = 3, y = 2, which is a blank in part of the rows of the law; and of y = 3 alone: where a blank is drawn,
        // its x stays and the text is drawn again.
        var texts = Posterior(kind => Joint(kind, 3, 2), kinds: 3);
        var alone = Posterior(
            kind => MixedLaw.Density(3, MixedLaw.Means[kind][1], MixedLaw.Square(MixedLaw.Deviations[kind][1])), kinds: 4);
        var (centre, spread) = MixedLaw.Given(3, column: 0, other: 3);
        const double Step = 0.01;
        for (var x = centre - 4; x < centre + 4; x += Step)
        {
            var again = Posterior(kind => Joint(kind, x, 3), kinds: 3);
            for (var kind = 0; kind < 3; kind++)
                alone[kind] += alone[3] * Step * MixedLaw.Density(x, centre, spread) * again[kind];
        }

        for (var kind = 0; kind < 3; kind++)
        {
            Near(texts[kind], Share(1, kind), texts[kind] * (1 - texts[kind]), Draws);
            Near(alone[kind], Share(2, kind), alone[kind] * (1 - alone[kind]), Draws);
        }

        var (summary, spreads) = filled.Summarize(0.8);
        Near(mean, Numbers(summary, "x")[0], variance, Draws);
        Assert.Equal(["kind", "x"], spreads.Select(spread => spread.Column));

        // A quantile of n draws has the variance q·(1 - q)/(n·density²).
        const double OfQuantile = 0.1 * 0.9 / (0.17550 * 0.17550);
        Near(mean - 1.2816 * Math.Sqrt(variance), spreads[1].Low!.Values[0], OfQuantile * variance, Draws);
        Near(mean + 1.2816 * Math.Sqrt(variance), spreads[1].High!.Values[0], OfQuantile * variance, Draws);
        var likeliest = Array.IndexOf(texts, texts.Max());
        Assert.Equal(MixedLaw.Kinds[likeliest], summary["kind"].Text(1));
        Assert.Equal(Share(1, likeliest), spreads[0].Shares![1], 1e-9);
        Assert.True(double.IsNaN(spreads[0].Shares![0]) && spreads[1].Low!.IsBlank(1));

        double Share(int row, int kind) => filled.Draws.Count(draw => draw["kind"].Text(row) == MixedLaw.Kinds[kind]) / (double)Draws;
    }

    [Fact]
    public void Blanks_of_columns_that_are_left_stay_and_are_given_as_blanks()
    {
        const int Draws = 400;
        using var model = MixedDenoiser.Model();
        var table = Blanks();
        foreach (var columns in new[] { new ColumnSelection(["x"]), new ColumnSelection(Drop: ["kind"]) })
        {
            var filled = model.Impute(table, Draws, Quick, columns);
            Assert.Equal((5L, 2L), (filled.Blanks, filled.LeftBlank));
            Assert.Equal(["x"], filled.Summarize().Spreads.Select(spread => spread.Column));
            Assert.All(filled.Draws, draw => Assert.True(draw["kind"].IsBlank(1) && draw["kind"].IsBlank(2)));

            // x of a row whose kind is blank, y = 3; where kind is unknown, bees are likelier and x is lower.
            var (mean, variance) = MixedLaw.Given(3, column: 0, other: 3);
            Near(mean, filled.Draws.Average(draw => Numbers(draw, "x")[2]), variance, Draws);
            Near(variance, filled.Draws.Average(draw => MixedLaw.Square(Numbers(draw, "x")[2] - mean)),
                2 * MixedLaw.Square(variance), Draws);
        }

        // x has no blanks in the model's table, so those that stay are unknown.
        var texts = model.Impute(table, Draws, Quick, new ColumnSelection(["kind"]));
        Assert.Equal(3L, texts.LeftBlank);
        Assert.All(texts.Draws, draw => Assert.False(draw["kind"].IsBlank(2)));
        Refused("The model has no column 'kin'. Did you mean 'kind'?", () => model.Impute(table, 1, Quick, new ColumnSelection(["kin"])));
        Refused("The model: no column is left", () => model.Impute(table, 1, Quick, new ColumnSelection(["x"], ["x"])));
    }

    [Fact]
    public void Draws_of_a_row_do_not_depend_on_the_other_rows()
    {
        using var model = MixedDenoiser.Model();
        var table = Blanks();
        var (all, some) = (model.Impute(table, 2, Quick), model.Impute(table.Take([0, 1]), 2, Quick));
        for (var draw = 0; draw < 2; draw++)
        {
            Assert.Equal(Row(all.Draws[draw], 0), Row(some.Draws[draw], 0));
            Assert.Equal(Row(all.Draws[draw], 1), Row(some.Draws[draw], 1));
        }
    }

    [Fact]
    public void Draws_do_not_depend_on_how_many_attempts_are_made_at_once()
    {
        const int Rows = 8192;
        const int Some = 40;
        using var model = MixedDenoiser.Model();
        var quick = Quick with { Sampler = new DpmSolverSampler { Steps = 8 } };

        // Rows whose text the law mostly has blank; of so many, one attempt is made at a time.
        var (all, some) = (model.Impute(Table(Rows), 1, quick), model.Impute(Table(Some), 1, quick));
        Assert.Equal((0, 0), (all.LeftBlank, some.LeftBlank));
        var (draws, few) = (all.Draws[0], some.Draws[0]);
        for (var row = 0; row < Some; row++)
            Assert.Equal(Row(draws, row), Row(few, row));

        static Table Table(int rows)
        {
            var schema = MixedLaw.Table().Schema.Columns;
            return new Table(
            [
                new CodeColumn(schema[0], [.. Enumerable.Repeat(CodeColumn.BlankCode, rows)]),
                new NumberColumn(schema[1], [.. Enumerable.Repeat(3.25, rows)]),
                new NumberColumn(schema[2], [.. Enumerable.Repeat(2.3, rows)]),
            ]);
        }
    }

    [Fact]
    public void Draws_of_a_blank_take_no_memory_by_rows()
    {
        const int Rows = 100_000;
        const int Draws = 50;
        using var model = MixedDenoiser.Model();
        var table = MixedLaw.Table().Take([.. Enumerable.Range(0, Rows).Select(row => row % 9)]);
        table = new Table([table.Columns[0], new NumberColumn(table.Columns[1].Schema,
            [.. Numbers(table, "x").Select((x, row) => row == 77_777 ? double.NaN : x)]), table.Columns[2]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var filled = model.Impute(table, Draws, new SamplingOptions { Sampler = new DdimSampler { Steps = 2 } });
        var (summary, spreads) = filled.Summarize();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Draws * Rows * sizeof(double) / 2);
        Assert.Equal((1, 0, Draws), (filled.Blanks, filled.LeftBlank, filled.Draws.Count));
        double[] drawn = [.. filled.Draws.Select(draw => Numbers(draw, "x")[77_777])];
        Assert.Equal(Draws, drawn.Distinct().Count());
        Assert.Equal(drawn.Average(), Numbers(summary, "x")[77_777], 1e-5);
        Assert.InRange(spreads.Single().Low!.Values[77_777], drawn.Min(), drawn.Average());
        Assert.Equal(Row(table, 77_776), Row(filled.Draws[^1], 77_776));
    }

    [Fact]
    public void Cells_that_come_out_blank_256_times_without_a_break_are_given_up_in_all_draws_that_follow()
    {
        var schema = MixedLaw.Table().Schema.Columns;
        var table = Rows([CodeColumn.BlankCode, CodeColumn.BlankCode, 0]);
        var encoding = TableEncoding.Fit(Rows([0, 1, CodeColumn.BlankCode]));
        var cells = new OpenCells(table, encoding, new ColumnSelection());
        var (blank, filled) = (Rows([CodeColumn.BlankCode]), Rows([1]));
        Assert.Equal([0, 1], cells.Rows);
        for (var draw = 0; draw < 4; draw++)
        {
            cells.Begin();
            for (var attempt = 0; attempt < 64; attempt++)
            {
                Assert.True(cells.IsOpen(0) && cells.IsOpen(1) && !cells.IsOpen(2));
                Assert.Empty(cells.Take(0, blank, 0));
                if (attempt < 63)
                    Assert.Empty(cells.Take(1, blank, 0));
            }

            Assert.Equal([0], cells.Take(1, filled, 0));
            Assert.False(cells.IsOpen(1));
        }

        cells.Begin();
        Assert.True(!cells.IsOpen(0) && cells.IsOpen(1));

        Table Rows(int[] codes) => new([new CodeColumn(schema[0], codes)]);
    }

    [Fact]
    public void Filling_is_told_and_ended_between_attempts()
    {
        using var model = MixedDenoiser.Model();
        using var end = new CancellationTokenSource();
        var told = new Told(share =>
        {
            Assert.InRange(share, 0, 0.99);
            end.Cancel();
        });

        // The text of row 2 is blank by the law in part of its attempts; so it takes several until all rows are filled.
        Assert.Throws<OperationCanceledException>(() => model.Impute(
            Blanks().Take([.. Enumerable.Repeat(2, 50)]), 1, Quick, columns: null, told, end.Token));
    }

    [Theory]
    [InlineData(-1, 0, "The number of samples is -1; give 1 to")]
    [InlineData(int.MaxValue, 0, "The number of samples is 2147483647; give 1 to")]
    [InlineData(1, -1, "The first sample is number -1")]
    public void Counts_that_cannot_be_are_refused_before_anything_is_made(int count, long first, string message)
    {
        // Whole numbers, whose equal ones are spread from row to row.
        var table = TableFile.Read(
            new StringReader("a,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 5},{i % 7}\n"))), "ab.csv");
        var encoding = TableEncoding.Fit(table);
        var points = encoding.Encode(table);
        using var trainer = new Trainer(
            DiffusionRecipe.ScaleSpace with { Conditions = new ColumnGroups(encoding.Widths) }, points,
            new TrainingOptions { Steps = 1, BatchSize = 8, Conditions = 0.5 }, Standardization.Identity(points.Columns));
        using var model = new TableModel(trainer.ToModel(), encoding);
        Refused(message, () => model.SampleWhere(count, Where("a=3"), new SamplingOptions { First = first }));
    }

    [Fact]
    public void Rules_that_no_row_keeps_are_told_with_the_row_and_over_all_parts()
    {
        using var model = MixedDenoiser.Model();
        var quick = new SamplingOptions { Sampler = new DdimSampler { Steps = 1 }, First = 100 };
        Refused("row 101 none in", () => model.SampleWhere(1, new TableConditions { Rules = ["x > 99"] }, quick));

        // 25,000 of the parts before; one part alone would go on.
        var redrawn = new RedrawnRows();
        for (var row = 0; row < 25_000; row++)
            redrawn.Add(isKept: false);
        Refused("0 of 25,010 rows drawn kept the rule, and row 101 none in 1 attempts", () => model.Model.SampleWhere(
            10, _ => _ => false, () => "", redrawn, quick, progress: null, CancellationToken.None));
    }

    // In another order, with a column that the model has not, and texts in another order.
    private static Table Blanks()
    {
        var schema = MixedLaw.Table().Schema.Columns;
        return new Table(
        [
            new NumberColumn(schema[2], [4.2, 2, 3, 1]),
            new CodeColumn(schema[0] with { Kind = new CategoryKind { Levels = ["cat", "bee"] } }, [1, -1, -1, 0]),
            new CodeColumn(new ColumnSchema("note", new CategoryKind { Levels = ["a"] }), [0, 0, 0, 0]),
            new NumberColumn(schema[1], [double.NaN, 3, double.NaN, double.NaN]),
        ]);
    }

    private static double Joint(int kind, double x, double y)
    {
        var (mean, variance) = MixedLaw.Given(kind, column: 1, other: x);
        return MixedLaw.Density(x, MixedLaw.Means[kind][0], MixedLaw.Square(MixedLaw.Deviations[kind][0])) *
            MixedLaw.Density(y, mean, variance);
    }

    private static double[] Posterior(Func<int, double> density, int kinds)
    {
        double[] weights = [.. Enumerable.Range(0, kinds).Select(kind => MixedLaw.Shares[kind] * density(kind))];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private static double Below(int kind, int column, double value) =>
        Normal.CDF(MixedLaw.Means[kind][column], MixedLaw.Deviations[kind][column], value);

    private static TableConditions Where(params string[] where) => new() { Where = where };

    private static double[] Numbers(Table table, string column) => ((NumberColumn)table[column]).Values.ToArray();

    private static string Row(Table table, int row) => string.Join(';', table.Columns.Select(column => column.Text(row)));

    private static void Refused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<InvalidInputException>(action).Message);

    private sealed class Told(Action<double> act) : IProgress<double>
    {
        public void Report(double value) => act(value);
    }

    // Within three standard errors of a mean of independent draws.
    private static void Near(double expected, double found, double variance, long count) =>
        Assert.InRange(Math.Abs(found - expected) / Math.Sqrt(Math.Max(variance, 1e-9) / count), 0, 3);
}
