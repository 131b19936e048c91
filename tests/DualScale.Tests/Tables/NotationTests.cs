using System.Globalization;
using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>Notations of numbers and dates that mean one thing and look like another.</summary>
public sealed class NotationTests
{
    private static readonly int[] Amounts = [950, 1234, 12500, 87, 640, 3100, 999, 45210];

    [Fact]
    public void Eight_digits_are_dates_where_all_cells_are_days_of_the_calendar()
    {
        var days = Enumerable.Range(0, 60).Select(i => new DateTime(2023, 12, 1).AddDays(7 * i)).ToArray();
        string[] cells = [.. days.Select(day => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture))];
        var column = Read(cells);
        Assert.Equal("yyyyMMdd", Assert.IsType<DateKind>(column.Schema.Kind).Format);
        Assert.Equal(days, ((NumberColumn)column).Values.ToArray().Select(DateKind.ToDateTime));
        Assert.Equal(cells, Enumerable.Range(0, 60).Select(column.Text));

        // No end is a day; the thirty-second of a month, and a year that no table is about, are not.
        Assert.IsType<DateKind>(Read([.. cells, "99991231"]).Schema.Kind);
        Assert.IsType<IntegerKind>(Read([.. cells, "20240132"]).Schema.Kind);
        Assert.IsType<IntegerKind>(Read([.. cells, "31240101"]).Schema.Kind);
    }

    [Theory]
    [InlineData(".")]
    [InlineData(",")]
    public void Groups_of_three_digits_are_thousands_where_whole_numbers_go_up_to_them(string sign)
    {
        var column = Read([.. Amounts.Select(amount => Grouped(amount, sign))]);
        Assert.Equal(sign, Assert.IsType<IntegerKind>(column.Schema.Kind).Format.Thousands);
        Assert.Equal(Amounts.Select(amount => (double)amount), ((NumberColumn)column).Values.ToArray());
        Assert.Equal(Amounts.Select(amount => Grouped(amount, sign)), Enumerable.Range(0, Amounts.Length).Select(column.Text));

        var prices = Read([.. Amounts.Select(amount => $"${Grouped(amount, sign)}")]);
        Assert.Equal(Amounts.Select(amount => (double)amount), ((NumberColumn)prices).Values.ToArray());
    }

    [Theory]
    [InlineData("means of three", "1 1.333 1.667 2 2.333 3 4.667 5")]
    [InlineData("another place", "950 1.234 12.5 87 640 3.100")]
    [InlineData("nothing before the sign", "950 0.234 12.500 870 640 3.100")]
    [InlineData("one whole number", "100 99.125 98.250 99.375 97.500")]
    [InlineData("a whole number of four digits", "950 1.234 12.500 870 6400 3.100")]
    public void Other_numbers_with_three_places_have_them(string what, string cells)
    {
        var wanted = cells.Split(' ').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture));
        Assert.True(wanted.SequenceEqual(((NumberColumn)Read(cells.Split(' '))).Values.ToArray()), what);
    }

    [Theory]
    [InlineData("\u00a0", ",")]
    [InlineData("\u202f", ",")]
    [InlineData("\u2019", ".")]
    [InlineData("'", ",")]
    public void Spaces_and_apostrophes_of_typesetters_part_thousands(string gap, string sign)
    {
        string[] cells = [.. Amounts.Select(amount => Grouped(amount, gap) + sign + (amount % 90 + 10))];
        var column = Read(cells);
        Assert.Equal(gap, Assert.IsType<ContinuousKind>(column.Schema.Kind).Format.Thousands);
        Assert.Equal(Amounts.Select(amount => amount + (amount % 90 + 10) / 100.0), ((NumberColumn)column).Values.ToArray());
        Assert.Equal(cells, Enumerable.Range(0, cells.Length).Select(column.Text));
    }

    [Theory]
    [InlineData("dd-MMM-yy")]
    [InlineData("d-MMM-yyyy")]
    [InlineData("ddMMMyyyy")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.fffffff")]
    public void Dates_of_spreadsheets_and_databases_are_dates(string format)
    {
        var moments = Enumerable.Range(0, 40).Select(i => new DateTime(2023, 11, 3, 4, 5, 6).AddDays(11 * i)).ToArray();
        if (!format.Contains('H', StringComparison.Ordinal))
            moments = Array.ConvertAll(moments, moment => moment.Date);
        string[] cells = [.. moments.Select(moment => moment.ToString(format, CultureInfo.InvariantCulture))];
        var column = Read(cells);
        Assert.IsType<DateKind>(column.Schema.Kind);
        Assert.Equal(moments, ((NumberColumn)column).Values.ToArray().Select(DateKind.ToDateTime));
        Assert.Equal(cells, Enumerable.Range(0, 40).Select(column.Text));
    }

    [Theory]
    [InlineData("yyyy-mm-dd", "months")]
    [InlineData("yyyymmdd", "months")]
    [InlineData("dd.mm.yyyy", "months")]
    [InlineData("yyyy-mm", "MM")]
    [InlineData("dd/MM/yyyy hh:mm", "HH")]
    public void Formats_that_read_other_moments_than_are_meant_are_mistakes(string format, string word) =>
        Assert.Contains(word, new DateKind { Format = format }.Mistake());

    [Theory]
    [InlineData("HH:mm")]
    [InlineData("mm:ss")]
    [InlineData("hh:mm tt")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss'Z'")]
    [InlineData("d 'de' MMMM 'de' yyyy, HH'h'mm")]
    public void Other_formats_are_fine(string format) => Assert.Null(
        ((DateKind)new Schema([new ColumnSchema("t", new DateKind { Format = format })]).Columns[0].Kind).Mistake());

    [Fact]
    public void Schema_without_places_takes_those_of_the_cells_and_one_with_fewer_is_refused()
    {
        const string Text = "fare\n7.25\n71.2833\n8\n";
        var own = TableFile.Read(new StringReader(Text), "t.csv", Of(new ContinuousKind { Bounded = true }));
        Assert.Equal([7.25, 71.2833, 8], ((NumberColumn)own["fare"]).Values.ToArray());
        Assert.True(Assert.IsType<ContinuousKind>(own["fare"].Schema.Kind).Bounded);
        var writer = new StringWriter();
        TableFile.Write(own, writer);
        Assert.Equal(Text, writer.ToString());

        var format = new NumberFormat { MaxPlaces = 2 };
        Assert.Contains("row 3, column 'fare': '71.2833' has more decimal places than the 2 of the schema", Assert.Throws<InvalidInputException>(
            () => TableFile.Read(new StringReader(Text), "t.csv", Of(new ContinuousKind { Format = format }))).Message);
        TableFile.Read(new StringReader("fare\n7.2500\n-1e3\n"), "t.csv", Of(new ContinuousKind { Format = format }));

        // A table that is only measured by the schema of another has what it has.
        var measured = TableFile.ReadLike(new StringReader(Text), "t.csv", Of(new ContinuousKind { Format = format }), "real.csv");
        Assert.Equal(71.2833, ((NumberColumn)measured["fare"]).Values[1]);

        static Schema Of(ContinuousKind kind) => new([new ColumnSchema("fare", kind)]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(1e5)]
    [InlineData(0.01)]
    public void Numbers_of_all_their_digits_are_read_by_the_schema_that_they_gave(double size)
    {
        var random = new Random(8);
        var cells = Enumerable.Range(0, 2000)
            .Select(_ => (size * (1 + 9 * random.NextDouble())).ToString("R", CultureInfo.InvariantCulture));
        var text = $"a\n{string.Join('\n', cells)}\n";
        var table = TableFile.Read(new StringReader(text), "t.csv");
        var writer = new StringWriter();
        TableFile.Write(table, writer);
        var again = TableFile.Read(new StringReader(writer.ToString()), "t.csv", table.Schema);
        Assert.Equal(((NumberColumn)table["a"]).Values.ToArray(), ((NumberColumn)again["a"]).Values.ToArray());
        Assert.Equal(table.Schema.Columns, again.Schema.Columns);
    }

    [Fact]
    public void Schema_without_a_delimiter_reads_a_table_with_another()
    {
        var schema = new Schema([new ColumnSchema("a", new IntegerKind()), new ColumnSchema("b", new IntegerKind())]);
        var table = TableFile.Read(new StringReader("a;b\n1;2\n3;4\n"), "t.csv", schema);
        Assert.Equal([2.0, 4], ((NumberColumn)table["b"]).Values.ToArray());
        Assert.Equal(';', table.Schema.Format.Delimiter);
    }

    [Fact]
    public void Columns_without_a_name_are_called_by_their_place_and_those_left_out_may_be_many_and_the_same()
    {
        var numbered = TableFile.Read(new StringReader(",a,column1,\n1,2,3,4\n2,7,8,9\n"), "t.csv");
        Assert.Equal(["column1_", "a", "column1", "column4"], numbered.Columns.Select(column => column.Name));

        var names = Enumerable.Range(0, 300).Select(i => i < 290 ? $"q{i}" : "same");
        var cells = $"{string.Join(',', Enumerable.Range(0, 300))}\n{string.Join(',', Enumerable.Range(7, 300))}\n";
        var text = $"{string.Join(',', names)}\n{cells}";
        Assert.Contains("'same' stands there twice", Refusal(null));
        Assert.Contains("has 290 columns; at most 100", Refusal(new ColumnSelection(Drop: ["same"])));
        var some = TableFile.Read(new StringReader(text), "t.csv", null, new ColumnSelection(["q7", "q200"]));
        Assert.Equal([7.0, 14], ((NumberColumn)some["q7"]).Values.ToArray());

        string Refusal(ColumnSelection? selection) => Assert.Throws<InvalidInputException>(
            () => TableFile.Read(new StringReader(text), "t.csv", null, selection)).Message;
    }

    [Fact]
    public void Whole_numbers_with_a_zero_behind_the_point_are_the_texts_that_training_had()
    {
        var schema = TableFile.Read(new StringReader("flag,unit,grade\n0,5,1\n1,5,x\n1,5,2\n0,5,y\n0,5,x\n0,5,y\n"), "t.csv").Schema;
        Assert.Equal("BooleanKind ConstantKind CategoryKind", string.Join(' ', schema.Columns.Select(column => column.Kind.GetType().Name)));
        var table = FillableTable.Read(new StringReader("flag,unit,grade\n1.0,5.0,2.00\n,,\n"), "t.csv", schema).Table;
        Assert.Equal("1 5 2", string.Join(' ', table.Columns.Select(column => column.Text(0))));
        Assert.Contains("'1.5' is not", Assert.Throws<InvalidInputException>(
            () => FillableTable.Read(new StringReader("flag,unit,grade\n1.5,5,2\n"), "t.csv", schema)).Message);
    }

    private static string Grouped(int amount, string sign) =>
        amount < 1000 ? $"{amount}" : $"{amount / 1000}{sign}{amount % 1000:000}";

    private static TableColumn Read(IReadOnlyList<string> cells) => TableFile.Read(
        new StringReader("a;n\n" + string.Concat(cells.Select((cell, row) => $"{cell};{row * row}\n"))), "t.csv")["a"];
}
