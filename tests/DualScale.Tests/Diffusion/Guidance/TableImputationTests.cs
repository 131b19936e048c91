using DualScale.Diffusion;
using DualScale.Tables;
using static DualScale.Tests.Diffusion.Guidance.MixedRows;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>Blanks of a table of texts and numbers whose every law is known, filled with its exact denoiser.</summary>
public sealed class TableImputationTests
{
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
    [Trait("Category", "Slow")]
    public void Parts_of_samples_are_given_and_start_where_those_drawn_at_once_do()
    {
        const int Rows = TableModel.BatchRows + 40;
        using var model = MixedDenoiser.Model();
        var width = model.Encoding.Names.Count;
        var place = model.Encoding.Place(model.Encoding.Schema.IndexOf("y")).First;
        float[] values = [.. Enumerable.Range(0, Rows * width).Select(i => i % width == place ? i % 7 - 3f : float.NaN)];
        var given = new SamplingOptions
        {
            Given = new PointSet(values, model.Encoding.Names),
            Sampler = new HeunSampler { Steps = 1 },
        };
        var start = given with
        {
            Given = null,
            Start = new PointSet([.. values.Select((value, i) => float.IsNaN(value) ? i % 5 : value)], model.Encoding.Names),
        };
        foreach (var options in (SamplingOptions[])[given, start])
        {
            var (whole, parts) = (model.Sample(Rows, options), model.Stream(Rows, options).ToArray());
            Assert.Equal(2, parts.Length);
            Assert.Equal(Numbers(whole, "x")[^40..], Numbers(parts[1], "x"));
        }

        Refused("65576 rows of given columns for 65577 samples", () => model.Stream(Rows + 1, given));
        Refused("65576 start points for 65577 samples", () => model.Stream(Rows + 1, start));
    }

    [Fact]
    public void Blank_identifiers_stay_whatever_the_table_takes_the_column_for()
    {
        NumberColumn x = new(new ColumnSchema("x", new ContinuousKind()), [1, 2.5, 4, 0.5]);
        var encoding = TableEncoding.Fit(new Table([new CodeColumn(
            new ColumnSchema("id", new IdentifierKind()), [0, 1, 2, 3], ["a", "b", "c", "d"]), x]));
        var numbered = new Table([new NumberColumn(new ColumnSchema("id", new IntegerKind()), [17, double.NaN, 23, 4]), x]);
        var cells = new OpenCells(numbered, encoding, new ColumnSelection());
        Assert.Equal(0, cells.Count);
        Assert.Equal([1], cells.Known([1]).Select(known => known.Place));
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
                Assert.Empty(cells.Take(0, blank, 0, []));
                if (attempt < 63)
                    Assert.Empty(cells.Take(1, blank, 0, []));
            }

            Assert.Equal([0], cells.Take(1, filled, 0, []));
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

    private sealed class Told(Action<double> act) : IProgress<double>
    {
        public void Report(double value) => act(value);
    }
}
