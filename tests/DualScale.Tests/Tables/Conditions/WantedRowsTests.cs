using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>Conditions as they are written: which rows they keep, and what is refused in which words.</summary>
public sealed class WantedRowsTests
{
    private const string Text = """
        id;kind;mass;legs;born;at;tame;unit;a=b;kind <= 3
        p7;ant;1,50;6;01.02.2020;06:00;yes;kg;1;2
        q2;bee;2,25;6;11.02.2020;07:30;no;kg;2;1
        r9;cat;;4;;21:15;yes;kg;2;2
        s1;bee|cat;4,00;5;03.03.2021;12:00;no;kg;3;3
        t3;;2,25;4;09.08.2022;;yes;kg;1;1
        u8;ant;9,75;6;01.01.2023;12:30;no;kg;2;3
        """;

    private static readonly Table People = TableFile.Read(new StringReader(Text), "people.csv");
    private static readonly TableEncoding Encoding = TableEncoding.Fit(People);

    // Grades with gaps between, masses in multiples of 25, sizes with two places.
    private static readonly Table GradedTable = TableFile.Read(new StringReader("grade,mass,size\n" + string.Concat(
        Enumerable.Range(0, 300).Select(i => FormattableString.Invariant(
            $"{(i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 5)},{3000 + 25 * (i * i % 83)},{1 + i * i % 97 / 100.0:F2}\n")))), "graded.csv");

    private static readonly TableEncoding Graded = TableEncoding.Fit(GradedTable);

    [Theory]
    [InlineData("kind=bee", "2")]
    [InlineData("kind = bee|cat", "4")]
    [InlineData("kind=ant|cat", "1 3 6")]
    [InlineData("kind=ant|", "1 5 6")]
    [InlineData("kind=", "5")]
    [InlineData("mass=2,25", "2 5")]
    [InlineData("mass=2,25..4,00", "2 4 5")]
    [InlineData("mass=..2,25", "1 2 5")]
    [InlineData("mass = 4.. ", "4 6")]
    [InlineData("mass=..2|9..", "1 6")]
    [InlineData("mass=", "3")]
    [InlineData("born=01.02.2020..03.03.2021", "1 2 4")]
    [InlineData("born=09.08.2022", "5")]
    [InlineData("at=12:00..", "3 4 6")]
    [InlineData("tame=yes", "1 3 5")]
    [InlineData("unit=kg", "1 2 3 4 5 6")]
    [InlineData("legs=4|5", "3 4 5")]
    [InlineData("a=b=2", "2 3 6")]
    public void Cells_are_as_the_table_writes_them(string where, string rows) => Assert.Equal(rows, Kept([where], []));

    [Theory]
    [InlineData("mass <= legs", "1 2 4 5")]
    [InlineData("mass<2,25", "1")]
    [InlineData("4 > mass", "1 2 5")]
    [InlineData("mass = 2,25", "2 5")]
    [InlineData("mass != 2,25", "1 3 4 6")]
    [InlineData("mass =", "3")]
    [InlineData("mass !=", "1 2 4 5 6")]
    [InlineData("kind == ant", "1 6")]
    [InlineData("kind != ant", "2 3 4 5")]
    [InlineData("kind != tame", "1 2 3 4 5 6")]
    [InlineData("born >= 03.03.2021", "4 5 6")]
    [InlineData("at < 12:30", "1 2 4")]
    [InlineData("a=b < kind <= 3", "1 6")]
    [InlineData("kind <= 3 > a=b", "1 6")]
    [InlineData("a=b = 3", "4")]
    [InlineData("mass <= legs or blank", "1 2 3 4 5")]
    [InlineData("mass<2,25  or  blank ", "1 3")]
    [InlineData("born >= 03.03.2021 or blank", "3 4 5 6")]
    [InlineData("kind != ant or blank", "2 3 4 5")]
    [InlineData("legs > 5 or blank", "1 2 6")]
    public void Rules_compare_columns_and_values(string rule, string rows) => Assert.Equal(rows, Kept([], [rule]));

    [Fact]
    public void Conditions_hold_together_and_those_of_one_column_meet()
    {
        Assert.Equal("2 5", Kept(["mass=2..", "mass=..3"], []));
        Assert.Equal("5", Kept(["mass=2..", "mass=..3", "legs=4"], ["born > 01.01.2021"]));
        Assert.Equal("1", Kept(["kind=ant|bee", "kind=ant|cat", "mass=1,5"], []));
    }

    [Fact]
    public void Values_are_given_where_the_model_takes_them_and_all_else_is_looked_at()
    {
        var wanted = WantedRows.Of(new TableConditions
        {
            Where = ["kind=bee", "mass=2,00|2,00", "legs=4..6", "legs=6..7", "born="],
        }, Encoding, gives: true);
        Assert.False(wanted.HasTests);
        var given = wanted.Encode(2, seed: 1, first: 5, givesFlagsAlone: true)!;
        string[] named = [.. given.ColumnNames.Where((_, i) => !float.IsNaN(given[0][i]))];
        Assert.Equal(["kind=ant", "kind=bee", "kind=bee|cat", "kind=cat", "kind=blank", "mass", "mass is blank", "legs",
            "born is blank"], named);
        var other = wanted.Encode(1, seed: 1, first: 6, givesFlagsAlone: true)!;
        Assert.Equal(given[1].ToArray(), other[0].ToArray());

        // What the network is told stands for the value, wherever in its share it lies.
        var points = new PointSet(
            [.. given.Values.ToArray().Select(value => float.IsNaN(value) ? 0 : value)], given.ColumnNames);
        var decoded = wanted.Restore(Encoding.Decode(points), points);
        Assert.Equal(("bee", "2,00", "6", ""), (decoded["kind"].Text(1), decoded["mass"].Text(1), decoded["legs"].Text(1), decoded["born"].Text(1)));
    }

    [Theory]
    [InlineData("kind=bea", "'bea' was in no row of column 'kind' in training. Did you mean 'bee'?")]
    [InlineData("kin=bee", "there is no column 'kin'. Did you mean 'kind'?")]
    [InlineData("kind", "write column=value")]
    [InlineData("mass<3", "give it as a rule")]
    [InlineData("mass!=3", "give it as a rule")]
    [InlineData("mass=4,00..1,00", "the interval is empty, as 4,00 is above 1,00")]
    [InlineData("mass=..", "the interval has no end")]
    [InlineData("mass=1.5", "'1.5' is not a number with a decimal comma, as the cells of column 'mass' are")]
    [InlineData("mass=1,555", "not written so exactly; give 1,50")]
    [InlineData("mass=-3", "column 'mass' goes from 1,50 to 9,75 as far as the model knows")]
    [InlineData("mass=10..", "column 'mass' goes from 1,50 to 9,75 as far as the model knows")]
    [InlineData("legs=5,5", "'5,5' is not a whole number")]
    [InlineData("legs=", "no cell of column 'legs' was blank in training")]
    [InlineData("born=2020-02-01", "'2020-02-01' is not a date like dd.MM.yyyy")]
    [InlineData("born=31.02.2020", "'31.02.2020' is not a date like dd.MM.yyyy")]
    [InlineData("born=01.01.2030", "column 'born' goes from 01.02.2020 to 01.01.2023")]
    [InlineData("tame=maybe", "'maybe' was in no row of column 'tame' in training. There are no, yes.")]
    [InlineData("unit=g", "column 'unit' is 'kg' everywhere, so no row can be 'g'")]
    [InlineData("id=p7", "column 'id' is an identifier, whose rows are numbered anew: nothing was learned of it")]
    public void Cells_that_cannot_be_so_are_refused(string where, string message) => Refused([where], [], message);

    [Theory]
    [InlineData("mass", "this compares nothing")]
    [InlineData("mas < 3", "'mas'")]
    [InlineData("3 < mas", "there is no column 'mas'. Did you mean 'mass'?")]
    [InlineData("mass < kind", "column 'mass' is of kind continuous and 'kind' of kind category; compare columns of one kind")]
    [InlineData("born < at", "'born' is of kind date and 'at' of kind time of day")]
    [InlineData("born < mass", "'born' is of kind date and 'mass' of kind continuous")]
    [InlineData("kind < bee", "column 'kind' is of kind category, which has no order; compare it with = or !=")]
    [InlineData("kind = bea", "'bea' was in no row of column 'kind'")]
    [InlineData("mass < x", "'x' is not a number with a decimal comma, as the cells of column 'mass' are")]
    [InlineData("mass <", "'' is not a number")]
    [InlineData("id = p7", "column 'id' is an identifier")]
    [InlineData("mass or blank", "this compares nothing")]
    [InlineData("mas < 3 or blank", "'mas'")]
    [InlineData("mass + legs = a=b", "a rule compares a column with a column or a value, and sums and the like, as 'mass + legs' is one, are not")]
    [InlineData("legs < 2 * mass", "as '2 * mass' is one")]
    [InlineData("mass + legs = 3", "as 'mass + legs' is one")]
    public void Rules_that_cannot_be_looked_at_are_refused(string rule, string message) => Refused([], [rule], message);

    [Theory]
    [InlineData("kind=ant", "kind=bee")]
    [InlineData("mass=1..2", "mass=3..")]
    [InlineData("mass=2,25", "mass=")]
    [InlineData("mass=2,25", "mass=2,50")]
    public void Contradictions_are_refused(string one, string other) =>
        Refused([one, other], [], $"'{one}' and '{other}': these contradict each other");

    [Fact]
    public void Texts_of_the_schema_that_were_in_no_row_are_refused()
    {
        var schema = new ColumnSchema("kind", new CategoryKind { Levels = ["ant", "bee", "cow"] });
        var encoding = TableEncoding.Fit(new Table([new CodeColumn(schema, [0, 1, 0, 1])]));
        Assert.Contains("'cow' was in no row of column 'kind' in training. There are ant, bee.", Assert.Throws<TableConditionException>(
            () => WantedRows.Of(new TableConditions { Where = ["kind=cow"] }, encoding, gives: true)).Message);
    }

    [Theory]
    [InlineData("grade=3", "'grade=3': column 'grade' is never 3 as far as the model knows; give 2, which is nearest")]
    [InlineData("grade=4", "give 5, which is nearest")]
    [InlineData("grade=1|4", "give 5, which is nearest")]
    [InlineData("grade=3..3", "column 'grade' is never 3 as far as the model knows")]
    [InlineData("mass=4010", "column 'mass' is never 4010 as far as the model knows; give 4000, which is nearest")]
    [InlineData("size=1.23456..1.23456", "column 'size' is not written so exactly; give ")]
    public void Values_that_the_model_cannot_draw_are_refused(string where, string message)
    {
        var told = Assert.Throws<TableConditionException>(() => WantedRows.Of(
            new TableConditions { Where = [where] }, Graded, gives: true)).Message;
        Assert.Contains(message, told);
    }

    [Fact]
    public void Values_that_intervals_leave_are_held_against_the_column_too()
    {
        var told = Assert.Throws<TableConditionException>(() => WantedRows.Of(
            new TableConditions { Where = ["size=1.2345..", "size=..1.2345"] }, Graded, gives: true)).Message;
        Assert.Contains("'size=1.2345..' and 'size=..1.2345': column 'size' is not written so exactly; give ", told);
    }

    [Fact]
    public void A_part_that_two_conditions_leave_without_a_value_is_dropped_where_another_has_one()
    {
        var kept = WantedRows.Of(
            new TableConditions { Where = ["grade=1..4", "grade=2..3|4..6"] }, Graded, gives: true);
        Assert.NotNull(kept);
    }

    [Theory]
    [InlineData("widen the interval to 2 or 5, which are nearest", "grade=3..4")]
    [InlineData("widen the interval to 4000, which is nearest", "mass=3000|4001..4003")]
    [InlineData("'grade=3..' and 'grade=..4': column 'grade' has no value between these ends", "grade=3..", "grade=..4")]
    [InlineData("widen the interval to 4000 or 4025, which are nearest", "mass=4001..4024")]
    [InlineData("widen the interval to 1.25 or 1.27, which are nearest", "size=1.251..1.269")]
    public void Intervals_between_the_values_of_a_column_are_refused(string message, params string[] where) =>
        Assert.Contains(message, Assert.Throws<TableConditionException>(
            () => WantedRows.Of(new TableConditions { Where = where }, Graded, gives: true)).Message);

    [Theory]
    [InlineData("grade", NumberScale.Quantile)]
    [InlineData("mass", NumberScale.Quantile)]
    [InlineData("size", NumberScale.Quantile)]
    [InlineData("size", NumberScale.Standard)]
    public void Interval_has_a_value_where_a_score_comes_back_in_it(string name, NumberScale scale)
    {
        var column = (NumberColumn)GradedTable[name];
        double[] values = [.. column.Values];
        var kind = column.Kind is ContinuousKind continuous ? continuous with { Scale = scale } : column.Kind;
        var encoding = TableEncoding.Fit(new Table([new NumberColumn(column.Schema with { Kind = kind }, values)]));
        float[] scores = [.. Enumerable.Range(-8000, 16_001).Select(i => i / 1000f)];
        double[] drawn = [.. ((NumberColumn)encoding.Decode(new PointSet(scores, encoding.Names)).Columns[0]).Values];
        var (stream, span, held) = (new RandomStream(1, 0), values.Max() - values.Min(), 0);
        for (var i = 0UL; i < 1000; i++)
        {
            var low = values.Min() + span * stream.Uniform(2 * i);
            var range = new CellRange(low, low + span * Math.Pow(stream.Uniform(2 * i + 1), 6));
            var holds = drawn.Any(range.Contains);
            Assert.Equal(holds, ((NumberEncoding)encoding.Column(0)).HasValueIn(range));
            held += holds ? 1 : 0;
        }

        Assert.InRange(held, 100, 900);
    }

    [Fact]
    public void All_that_a_column_had_can_be_given()
    {
        foreach (var column in GradedTable.Columns)
        {
            foreach (var row in Enumerable.Range(0, GradedTable.Rows))
            {
                var wanted = WantedRows.Of(
                    new TableConditions { Where = [$"{column.Name}={column.Text(row)}"] }, Graded, gives: true);
                var points = Whole(wanted.Encode(2, seed: 0, first: row, givesFlagsAlone: true)!);
                Assert.Equal(column.Text(row), wanted.Restore(Graded.Decode(points), points)[column.Name].Text(0));
            }
        }

        static PointSet Whole(PointSet points) =>
            new([.. points.Values.ToArray().Select(value => float.IsNaN(value) ? 0 : value)], points.ColumnNames);
    }

    [Fact]
    public void Equal_values_are_spread_over_rows_and_draws_and_texts_stand_once()
    {
        int[] rows = [4, 7];
        var grades = GradedTable.Columns[0].Take([0, 0]);
        var drawn = Enumerable.Range(0, 3).SelectMany(draw =>
        {
            var points = Graded.EncodeSome(rows, seed: 1, first: 0, draw, true, [(0, grades, [0, 1])]);
            return new[] { points[0][0], points[1][0] };
        });
        Assert.Equal(6, drawn.Distinct().Count());
        Assert.Equal(1000, Given("mass=2,25")!.Count);
        Assert.Equal(1, Given("kind=ant")!.Count);
        Assert.Equal(1, Given("kind=")!.Count);

        static PointSet? Given(string where) => WantedRows.Of(
            new TableConditions { Where = [where] }, Encoding, gives: true)
            .Encode(1000, seed: 0, first: 0, givesFlagsAlone: true);
    }

    [Fact]
    public void Messages_of_some_cells_have_the_rows_of_the_table()
    {
        var legs = People.Columns[3];
        Assert.StartsWith("Row 8 of the data, column 'legs': the cell is blank", Assert.Throws<InvalidInputException>(
            () => Encoding.EncodeSome([4, 7], seed: 0, first: 100, draw: 0, givesFlagsAlone: true,
                [(3, new NumberColumn(legs.Schema, [double.NaN]), [1])])).Message);
    }

    private static string Kept(string[] where, string[] rules)
    {
        var keeps = WantedRows.Of(new TableConditions { Where = where, Rules = rules }, Encoding, gives: false).Keep(People);
        return string.Join(' ', Enumerable.Range(0, People.Rows).Where(row => keeps(row)).Select(row => row + 1));
    }

    private static void Refused(string[] where, string[] rules, string message)
    {
        var told = Assert.Throws<TableConditionException>(() => WantedRows.Of(
            new TableConditions { Where = where, Rules = rules }, Encoding, gives: true)).Message;
        Assert.Contains(message, told);
        Assert.DoesNotContain('\n', told);
    }
}
