using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>What columns are taken for where their first cells, or most of them, do not say it.</summary>
public sealed class KindGuessTests
{
    [Fact]
    public void Numbers_behind_some_texts_are_still_numbers()
    {
        var message = Assert.Throws<InvalidInputException>(
            () => Read("a", Enumerable.Range(0, 300).Select(i => i < 30 ? i == 20 ? "none" : "unknown" : $"{i * i}.5"))).Message;
        Assert.Contains("row 2", message);
        Assert.Contains("'unknown' is not a number", message);
        Assert.IsType<CategoryKind>(Read("a", Enumerable.Range(0, 300).Select(i => i < 160 ? "unknown" : $"{i * i}.5")).Kind);
    }

    [Fact]
    public void One_text_again_and_again_among_numbers_is_how_blanks_are_written()
    {
        var income = Read("a,b", Enumerable.Range(0, 300).Select(i => i % 7 == 3 ? "Prefer not to say,1" : $"{i * i % 997}.5,{i % 3}"));
        Assert.IsType<ContinuousKind>(income.Kind);
        Assert.Equal("Prefer not to say", income.Blank);
        var since = Read("a,b", Enumerable.Range(0, 300).Select(i => i > 297 ? "open,1" : $"2024-01-{1 + i % 28:00},{i % 3}"));
        Assert.Equal(("open", true), (since.Blank, since.Kind is DateKind));

        // One alone may be a slip, and beside empty cells it would be one of two kinds of blanks.
        foreach (var (at, cell) in new[] { (3, "12,5x"), (3, ""), (4, "NA") })
        {
            Assert.Throws<InvalidInputException>(() => Read("a;b", Enumerable.Range(0, 300).Select(i =>
                i == at ? $"{cell};1" : i % 100 == 7 && cell.Length < 3 ? "open;1" : $"{i * i % 997},5;{i % 3}")));
        }
    }

    [Fact]
    public void Few_texts_among_blanks_are_no_identifiers_and_stay_blank()
    {
        var remarks = Read("a,b", Enumerable.Range(0, 200).Select(i => i is 3 or 70 ? $"note {i},1" : $",{i}"));
        Assert.Equal(["note 3", "note 70"], Assert.IsType<CategoryKind>(remarks.Kind).Levels);
        Assert.IsType<IdentifierKind>(Read("a,b", Enumerable.Range(0, 20).Select(i => $"note {i},1")).Kind);

        // Of most rows, or of many, a category would be a list of names.
        Assert.IsType<IdentifierKind>(Read("a,b", Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? ",1" : $"note {i},1")).Kind);
        Assert.IsType<IdentifierKind>(Read("a,b", Enumerable.Range(0, 45).Select(i => i == 7 ? ",1" : $"note {i},1")).Kind);
    }

    [Fact]
    public void Whole_numbers_of_more_digits_than_a_number_keeps_are_texts()
    {
        // 2⁵³ + 1 is the first that is rounded; 10¹⁹ is kept.
        Assert.IsType<IdentifierKind>(Read("a", Enumerable.Range(0, 99).Select(i => $"12345678901234567{i:00}")).Kind);
        Assert.IsType<CategoryKind>(Read("a", Enumerable.Range(0, 99).Select(i => i == 50 ? "9007199254740993" : $"{i % 7}")).Kind);
        Assert.IsType<ContinuousKind>(Read("a", Enumerable.Range(0, 99).Select(i => $"{1 + i % 9}0000000000000000000")).Kind);
        Assert.IsType<ContinuousKind>(Read("a", Enumerable.Range(0, 99).Select(i => $"{1 + i % 9}23456789012345000000")).Kind);
        Assert.IsType<ContinuousKind>(Read("a", Enumerable.Range(0, 99).Select(i => $"1234567890123456{i:00}.5")).Kind);
        var late = Assert.Throws<InvalidInputException>(
            () => Read("a", Enumerable.Range(0, 10_100).Select(i => i == 10_050 ? "1234567890123456789" : $"{i * 3L}"))).Message;
        Assert.Contains("row 10052", late);
        Assert.Contains("more digits", late);

        // Whoever says that they are numbers gets numbers.
        var schema = new Schema([new ColumnSchema("a", new ContinuousKind())]);
        var table = TableFile.Read(new StringReader("a\n1234567890123456789\n2\n"), "t.csv", schema);
        Assert.Equal(1234567890123456789.0, ((NumberColumn)table["a"]).Values[0]);
    }

    [Fact]
    public void Whole_numbers_of_which_some_have_an_exponent_stay_whole()
    {
        // As R writes 100000 and 200000.
        var whole = Read("a", Enumerable.Range(0, 200).Select(i => i % 50 == 7 ? "1e+05" : $"{20_000 + 37 * i}"));
        Assert.Equal(0, Assert.IsType<IntegerKind>(whole.Kind).Format.MaxPlaces);
        Assert.IsType<ContinuousKind>(Read("a", Enumerable.Range(0, 200).Select(i => i == 7 ? "1.5e-05" : $"{37 * i}")).Kind);
        Assert.IsType<ContinuousKind>(Read("a", Enumerable.Range(1, 200).Select(i => $"{i}e3")).Kind);
    }

    [Fact]
    public void Day_stands_before_the_month_in_all_columns_where_one_shows_it()
    {
        // Firsts of months leave it open.
        string Rows(string day) => "paid,month\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{day}/02/2014,01/{1 + i % 12:00}/2014\n"));
        Assert.Equal("dd/MM/yyyy", Format(Rows("27")));
        Assert.Equal("MM/dd/yyyy", Format(Rows("05")));
        Assert.Equal("MM/dd/yyyy", Format("paid,month\n" + string.Concat(
            Enumerable.Range(0, 40).Select(i => $"27/02/2014,01/{1 + i % 30:00}/2014\n"))));

        static string Format(string text) =>
            Assert.IsType<DateKind>(TableFile.Read(new StringReader(text), "t.csv").Schema.Columns[1].Kind).Format;
    }

    [Theory]
    [InlineData("T", "", "+00:00", "ss")]
    [InlineData("T", "", "-0530", "ss")]
    [InlineData(" ", ".123456", "+00:00", "ss.ffffff")]
    [InlineData(" ", "", " +01:00", "ss")]
    [InlineData(" ", "", "+00", "ss")]
    public void Moments_of_one_time_zone_are_dates_and_keep_their_offset(
        string between, string fraction, string offset, string seconds)
    {
        string Rows(int count, string last) => "t\n" + string.Concat(Enumerable.Range(0, count).Select(
            i => $"2024-10-{1 + i % 28:00}{between}{i % 24:00}:30:00{fraction}{(i < count - 1 ? offset : last)}\n"));
        var text = Rows(40, offset);
        var table = TableFile.Read(new StringReader(text), "t.csv");
        Assert.Equal($"yyyy-MM-dd{(between == " " ? " " : "'T'")}HH:mm:{seconds}'{offset}'",
            Assert.IsType<DateKind>(table.Schema.Columns[0].Kind).Format);

        // A change of clocks makes them texts, wherever it stands.
        Assert.IsNotType<DateKind>(TableFile.Read(new StringReader(Rows(40, "+02:00")), "t.csv").Schema.Columns[0].Kind);
        if (offset.Contains('1') || offset.Contains('5'))
            Assert.IsNotType<DateKind>(TableFile.Read(new StringReader(Rows(10_050, "+02:00")), "t.csv").Schema.Columns[0].Kind);

        // Without a header the first row is one of the rows.
        Assert.Equal(40, TableFile.Read(new StringReader(text[2..]), "t.csv").Rows);
        Assert.Equal(
            new DateTime(2024, 10, 2, 1, 30, 0), DateKind.ToDateTime(((NumberColumn)table["t"]).Values[1]),
            TimeSpan.FromSeconds(1));
        var writer = new StringWriter();
        TableFile.Write(table, writer);
        Assert.Equal(text, writer.ToString());
        Assert.Contains("reads a time zone", Assert.Throws<InvalidInputException>(() => new Schema(
            [new ColumnSchema("t", new DateKind { Format = "yyyy-MM-ddTHH:mm:sszzz" })])).Message);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Delimiter_is_told_by_rows_and_not_by_lines(char delimiter)
    {
        var text = "id;comment;v\n7;\"line one\nline, two\";5\n8;short;6\n".Replace(';', delimiter);
        var table = TableFile.Read(new StringReader(text), "t.csv");
        Assert.Equal(["id", "comment", "v"], table.Columns.Select(column => column.Name));
        Assert.Equal("line one\nline, two", table["comment"].Text(0));
    }

    [Fact]
    public void Blank_line_within_a_cell_is_part_of_it_and_another_is_refused()
    {
        const string Text = "id,t\n1,\"first\n\n\"\"second\"\"\"\n2,x\n3,x\n";
        var table = TableFile.Read(new StringReader(Text), "t.csv");
        Assert.Equal("first\n\n\"second\"", table["t"].Text(0));
        var message = Assert.Throws<InvalidInputException>(
            () => TableFile.Read(new StringReader(Text + "\n4,y\n"), "t.csv")).Message;
        Assert.Contains("row 7: the row is blank", message);
    }

    [Theory]
    [InlineData("yyyy-MM", "2020-03-16 12:00", "2020-03")]
    [InlineData("yyyy-MM", "2020-03-16 12:01", "2020-04")]
    [InlineData("yyyy-MM", "2020-12-30 00:00", "2021-01")]
    [InlineData("yyyy", "2021-07-02 12:00", "2021")]
    [InlineData("yyyy", "2021-07-03 12:00", "2022")]
    [InlineData("yyyy", "9999-12-31 00:00", "9999")]
    public void Dates_without_days_are_rounded_to_what_is_written(string format, string moment, string written)
    {
        var kind = new DateKind { Format = format };
        var rounded = kind.Nearest(DateKind.FromDateTime(DateTime.Parse(moment, null)));
        Assert.True(kind.TryParse(System.Text.Encoding.UTF8.GetBytes(written), out var value));
        Assert.Equal(value, rounded);
    }

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    public void Rows_of_blanks_alone_are_written_so_that_they_are_read(char delimiter)
    {
        double[] numbers = [1.5, double.NaN, 2];
        var columns = delimiter == ',' ? 1 : 2;
        var format = new TableFormat { Delimiter = delimiter };
        var schema = new Schema([.. Enumerable.Range(0, columns).Select(i => new ColumnSchema(
            $"c{i}", new ContinuousKind { Format = new NumberFormat { MaxPlaces = 1 } }))], format);
        var writer = new StringWriter();
        TableFile.Write(new Table([.. schema.Columns.Select(column => new NumberColumn(column, numbers))], format), writer);
        var again = TableFile.Read(new StringReader(writer.ToString()), "t.csv", schema);
        Assert.All(again.Columns, column => Assert.Equal(numbers, ((NumberColumn)column).Values.ToArray()));
    }

    private static ColumnSchema Read(string header, IEnumerable<string> rows) =>
        TableFile.Read(new StringReader($"{header}\n{string.Join('\n', rows)}\n"), "t.csv").Columns[0].Schema;
}
