using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>Tables whose blanks are filled where they stand.</summary>
public sealed class FillableTableTests
{
    private static readonly Schema Known = TableFile.Read(new StringReader(
        "kind,mass,born,unit\nant,1.50,2020-02-01,kg\n\"be,e\",2.25,2020-02-11,kg\nant,3.00,2021-01-01,kg\n"), "x").Schema;

    // Another order and delimiter, a column more, quotes, spaces, signs, words for blanks, letters of two bytes.
    private const string Odd =
        "note;\"born\";mass;kind ;unit\r\n\"ü;\"\"1\";2020-02-01; +1.5 ;\"ant\";kg\r\n;;NA; ;kg\r\nö;2021-01-01;-;be,e;\r\nx;  ;\"2.250\";\"\";kg";

    [Fact]
    public void Text_stays_byte_for_byte_but_for_the_blanks_that_are_filled()
    {
        var table = Read(Odd);
        Assert.Equal(["note"], table.Others);
        Assert.Equal("born mass kind unit", string.Join(' ', table.Table.Columns.Select(column => column.Name)));
        Assert.Equal([2, 2, 2, 1], table.Table.Columns.Select(column => column.Blanks));
        Assert.Equal(Odd, Written(table, table.Table));
        Assert.Equal(
            "note;\"born\";mass;kind ;unit\r\n\"ü;\"\"1\";2020-02-01; +1.5 ;\"ant\";kg\r\n;2020-03-04;7.25;be,e;kg\r\nö;2021-01-01;7.25;be,e;kg\r\nx;2020-03-04;\"2.250\";be,e;kg",
            Written(table, Filled(table)));
    }

    [Fact]
    public void Draws_stand_one_below_the_other_and_columns_are_added_at_the_end()
    {
        var table = Read("mass,kind,born,unit\n,ant,2020-02-01,kg\n1.5,,2020-02-01,kg");
        using var draws = new StringWriter();
        table.Write(draws, [Filled(table), table.Table], table.Unused("mass"));
        Assert.Equal(
            "mass_,mass,kind,born,unit\n1,7.25,ant,2020-02-01,kg\n1,1.5,\"be,e\",2020-02-01,kg\n2,,ant,2020-02-01,kg\n2,1.5,,2020-02-01,kg",
            draws.ToString());
        using var more = new StringWriter();
        table.Write(more, table.Table, [("a,b", row => row == 0 ? "" : "x\"y")]);
        Assert.Equal("mass,kind,born,unit,\"a,b\"\n,ant,2020-02-01,kg,\n1.5,,2020-02-01,kg,\"x\"\"y\"", more.ToString());
    }

    [Fact]
    public void Blank_lines_at_the_end_stay_there_and_stand_between_no_draws()
    {
        var table = Read("mass,kind,born,unit\n,ant,2020-02-01,kg\n1.5,,2020-02-01,kg\n\n");
        using var draws = new StringWriter();
        table.Write(draws, [Filled(table), table.Table], "draw");
        Assert.Equal(
            "draw,mass,kind,born,unit\n1,7.25,ant,2020-02-01,kg\n1,1.5,\"be,e\",2020-02-01,kg\n2,,ant,2020-02-01,kg\n2,1.5,,2020-02-01,kg\n\n",
            draws.ToString());
    }

    [Theory]
    [InlineData("note,mass,kind,born,unit\nö,,ant,2020-02-01,kg\n", "note,mass,kind,born,unit\nö,", "draw,note,mass,kind,born,unit")]
    [InlineData("mass,kind,born,unit\n1.5,ant,2020-02-01,kg\n", "mass,kind,born,unit\n1.5,ant,2020-02-01,kg\n", "draw,mass,kind,born,unit")]
    public void What_is_known_before_filling_is_how_the_filled_table_starts(string text, string one, string several)
    {
        var table = Read(text);
        using var writer = new StringWriter();
        table.WriteStart(writer, null, isWhole: true);
        Assert.Equal(one, writer.ToString());
        Assert.StartsWith(one, Written(table, Filled(table)));
        using var other = new StringWriter();
        table.WriteStart(other, "draw", isWhole: true);
        Assert.Equal(several, other.ToString());
        using var draws = new StringWriter();
        table.Write(draws, [Filled(table), table.Table], "draw");
        Assert.StartsWith(several, draws.ToString());
        using var summary = new StringWriter();
        table.WriteStart(summary, null, isWhole: false);
        Assert.Equal(several["draw,".Length..], summary.ToString());
    }

    [Fact]
    public void Mark_of_the_encoding_stays_and_one_row_of_blanks_will_do()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["t.csv"], "kind,mass,born,unit\n,,,\n", new System.Text.UTF8Encoding(true));
        var table = FillableTable.Read(folder["t.csv"], Known);
        Assert.Equal("\uFEFFkind,mass,born,unit\n\"be,e\",7.25,2020-03-04,kg\n", Written(table, Filled(table)));
    }

    [Theory]
    [InlineData("kind,mas,born,unit\nant,1,2020-02-01,kg\n", "x.csv has no column 'mass'. Did you mean 'mas'?")]
    [InlineData("kind,mass,born,unit\nant,1,2020-02-01,kg\ncow,1,,kg\n", "x.csv, row 3, column 'kind': 'cow' is not one of the 2 levels")]
    [InlineData("kind,mass,born,unit\nant,1,01.02.2020,kg\n", "x.csv, row 2, column 'born': '01.02.2020' is not a date like yyyy-MM-dd")]
    [InlineData("kind,mass,born,unit\nant,\"1,5\",,kg\n", "x.csv, row 2, column 'mass': '1,5' is not a number with a decimal point")]
    [InlineData("kind,mass,born,unit\nant,1,,g\n", "x.csv, row 2, column 'unit': 'g' is not the constant 'kg'")]
    [InlineData("kind,mass,born,unit\nant,1,kg\n", "x.csv, row 2: 3 cells")]
    [InlineData("kind,mass,born,unit\n", "no rows of data; give at least 1")]
    public void Tables_that_do_not_fit_are_refused_with_row_and_column(string text, string message)
    {
        var told = Assert.Throws<InvalidInputException>(() => Read(text)).Message;
        Assert.Contains(message, told);
        Assert.DoesNotContain('\n', told);
    }

    private static FillableTable Read(string text) => FillableTable.Read(new StringReader(text), "x.csv", Known);

    private static Table Filled(FillableTable table) => new([.. table.Table.Columns.Select(TableColumn (column) => column switch
    {
        NumberColumn { Kind: DateKind } dates => new NumberColumn(dates.Schema, [.. dates.Values.ToArray()
            .Select(value => double.IsNaN(value) ? DateKind.FromDateTime(new DateTime(2020, 3, 4)) : value)]),
        NumberColumn numbers => new NumberColumn(numbers.Schema, [.. numbers.Values.ToArray()
            .Select(value => double.IsNaN(value) ? 7.25 : value)]),
        _ => new CodeColumn(column.Schema, [.. ((CodeColumn)column).Codes.ToArray().Select(code => code < 0
            ? ((CodeColumn)column).Texts.Count - 1 : code)]),
    })]);

    private static string Written(FillableTable table, Table filled)
    {
        using var writer = new StringWriter();
        table.Write(writer, filled);
        return writer.ToString();
    }
}
