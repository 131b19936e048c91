using System.Text.Json.Nodes;
using DualScale.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Data;

public sealed class TableFileTests
{
    private static readonly Config Checked = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(3, 7);

    [Fact]
    public void Any_table_is_written_as_it_was_read() => Prop.ForAll(WrittenTables.Any, written =>
    {
        Assert.Equal(written.Text, Write(Read(written.Text)));
    }).Check(Checked);

    [Fact]
    public void Any_schema_written_and_read_is_itself_and_reads_its_table() => Prop.ForAll(WrittenTables.Any, written =>
    {
        var schema = Read(written.Text).Schema;
        var tree = SchemaJson.Write(schema);
        var again = SchemaJson.Read(JsonNode.Parse(tree.ToJsonString())!.AsObject(), "schema");
        Assert.True(JsonNode.DeepEquals(tree, SchemaJson.Write(again)), tree.ToJsonString());
        Assert.Equal(schema.Format, again.Format);
        Assert.Equal(schema.Columns.Select(column => (column.Name, column.Blank, column.Quoted, column.BlankQuoted)),
            again.Columns.Select(column => (column.Name, column.Blank, column.Quoted, column.BlankQuoted)));
        Assert.Equal(written.Text, Write(TableFile.Read(new StringReader(written.Text), "t", again)));
    }).Check(Checked);

    [Fact]
    public void Any_table_read_in_parts_is_the_table() => Prop.ForAll(WrittenTables.Any, written =>
    {
        var schema = Read(written.Text).Schema;
        var writer = new StringWriter();
        using (var rows = new RowWriter(writer, schema))
        {
            rows.WriteHeader();
            var reader = new TypedReader("t", schema, null, new TableLimits());
            foreach (var part in reader.ReadParts(new StringReader(written.Text), 7))
            {
                Assert.InRange(part.Rows, 1, 7);
                rows.Write(part);
            }
        }

        Assert.Equal(written.Text, writer.ToString());
    }).Check(Checked);

    [Fact]
    public void Faults_of_parts_have_their_rows_in_the_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder["t.csv"];
        File.WriteAllText(path, "a,b\n1,x\n2,y\n3,x\n4,\n5,z\n");
        var schema = Read("a,b\n1,x\n2,y\n3,x\n5,y\n").Schema;
        RequireRefusal(() => Assert.Empty(TableFile.ReadParts(path, schema, 2)), [path, "row 6", "'b'", "'z'"]);
        Assert.Equal([2, 2], TableFile.ReadParts(path, schema, 2).Take(2).Select(part => part.Rows));
        var open = new Schema([new ColumnSchema("a", new IntegerKind()), new ColumnSchema("b", new CategoryKind())]);
        RequireRefusal(() => Assert.Empty(TableFile.ReadParts(path, open)), ["'b'", "levels"]);
        RequireRefusal(() => Assert.Empty(TableFile.ReadParts(folder["none.csv"], schema)), ["no file"]);

        // What stands between their cells may be another, unless it suits the schema; the model whose schema it is is named.
        File.WriteAllText(path, "b;a\nx;1\ny;2\n");
        Assert.Equal("x", TableFile.ReadParts(path, schema).Single()["b"].Text(0));
        var commas = new Schema(
            [new ColumnSchema("x", new ContinuousKind { Format = new NumberFormat { DecimalSign = ',', MaxPlaces = 1 } })],
            new TableFormat { Delimiter = ';' });
        File.WriteAllText(path, "x\n1,5\n2,5\n");
        Assert.Equal("2,5", TableFile.ReadParts(path, commas).Single()["x"].Text(1));
        File.WriteAllText(path, "a,b,c\n1,x,1\n2,y,1\n");
        RequireRefusal(() => Assert.Empty(TableFile.ReadParts(path, schema, schemaName: "the model")),
            ["'c', which the model has not; leave it out."]);

        // Rows to be measured may have no value in a column; a table to learn from may not.
        const string Blank = "a,b\n1,\n2,\n";
        File.WriteAllText(path, Blank);
        Assert.Equal(2, TableFile.ReadParts(path, schema).Single()["b"].Blanks);
        Assert.Equal(2, TableFile.ReadLike(new StringReader(Blank), "t", schema, "u")["b"].Blanks);
        RequireRefusal(() => TableFile.Read(path, schema), ["'b'", "all cells are blank"]);
    }

    [Theory]
    [InlineData("n;d;b;t;x\n1.234,50;2024-02-29;TRUE;\"a; b\";\n0,25;1999-12-31;FALSE;c;7\n-12.000,00;2000-01-01;TRUE;c;8\n",
        "continuous date boolean category integer")]
    [InlineData("\"id\",\"t\"\r\n\"a\",\"1,000\"\r\n\"b\",\"2\"\r\n\"c\",\"\"\r\n", "identifier integer")]
    [InlineData("zip,x\n01234,1.50\n10001,NA\n01234,2.25\n", "category continuous")]
    [InlineData("x,y\n1e-5,22.0\n0.25,3.0\n1e+20,4.0\n", "continuous integer")]
    [InlineData("5.1,a,10:30\n4.9,b,09:05\n4.9,b,23:59\n", "continuous category date")]
    [InlineData("d;e\n1/2/2020 2:09 PM;08:44 AM\n12/26/2020 12:33 AM;12:00 PM\n3/13/2020 12:05 PM;11:59 PM\n", "date date")]
    [InlineData("d,x\n9:30 am,1\n10:15 am,2\n9:30 am,4\n", "category integer")]
    public void Kinds_and_formats_are_told_from_the_cells(string text, string kinds)
    {
        var table = Read(text);
        Assert.Equal(kinds, string.Join(' ', table.Schema.Columns.Select(column => column.Kind.KindName)));
        Assert.Equal(text.Replace("1e-5", "1E-05").Replace("1e+20", "1E+20"), Write(table));
    }

    [Theory]
    [InlineData("sep=;\na;b;c\n1;x;3\n2;y;4\n")]
    [InlineData("sep=|\r\na|b|c\r\n1|x|3\r\n2|y|4\r\n")]
    public void First_line_that_names_the_delimiter_is_no_row(string text)
    {
        var table = Read(text);
        Assert.Equal(["a", "b", "c"], table.Schema.Columns.Select(column => column.Name));
        Assert.Equal(["2", "y", "4"], table.Columns.Select(column => column.Text(1)));
    }

    [Fact]
    public void Numbers_dates_texts_and_blanks_have_their_values()
    {
        var table = Read("n;d;t;z\n-1.234,5;29.02.2024 13:45;b;1\n,5;01.01.2000 00:00;a;0\n;31.12.1999 23:59;b;\n");
        var numbers = ((NumberColumn)table["n"]).Values.ToArray();
        Assert.Equal([-1234.5, 0.5, double.NaN], numbers);
        Assert.Equal(new DateTime(2024, 2, 29, 13, 45, 0), DateKind.ToDateTime(((NumberColumn)table["d"]).Values[0]));
        Assert.Equal(-60e6, ((NumberColumn)table["d"]).Values[2]);
        Assert.Equal([1, 0, 1], ((CodeColumn)table["t"]).Codes.ToArray());
        Assert.Equal(["a", "b"], ((CodeColumn)table["t"]).Texts);
        Assert.Equal([1, 0, -1], ((CodeColumn)table["z"]).Codes.ToArray());
        Assert.Equal((1, 0), (table["n"].Blanks, table["d"].Blanks));
    }

    public static TheoryData<string, string[]> Faults => new()
    {
        { Rows(17, "3,word"), ["row 17", "'b'", "'word'", "number"] },
        { Rows(12_000, "3,word"), ["row 12000", "'b'", "'word'", "number"] },
        { Rows(17, "3,4,5"), ["row 17", "3 cells", "2"] },
        { "a,b\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"{i * i},{(i == 9 ? "2024-02-30" : "2024-02-03")}\n")),
            ["row 10", "'b'", "'2024-02-30'", "yyyy-MM-dd"] },
        { "a,b\n1,\n2,\n3,\n", ["'b'", "blank"] },
        { "a,b\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i % 7},t{i / 2}\n")),
            ["row 2002", "'b'", "100,000", "1,000"] },
        { "a,a\n1,2\n3,4", ["'a'", "twice"] },
        { "a,b\n1,2\n", ["one row"] },
        { "a,b\n", ["no rows"] },
        { "a,b\n\"1,2\n3,4\n", ["quotes"] },
        { "sep=;\na;b;c\n1;2;3\n3;4\n", ["row 4", "2 cells", "3"] },
        { Rows(17, "\uFEFF3,4"), ["row 17", "'a'", "'\\uFEFF3'"] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Faults_are_refused_in_one_line_with_row_and_column(string text, string[] parts) =>
        RequireRefusal(() => Read(text), parts);

    [Theory]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"integer\"}]}", "column 'b'", "schema has not")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"integer\"},{\"name\":\"b\",\"kind\":\"integer\"},{\"name\":\"c\",\"kind\":\"date\"}]}",
        "no column 'c'", "schema has")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"integer\"},{\"name\":\"b\",\"kind\":\"integer\"}]}", "row 3", "'b'", "'4.5'")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"date\"},{\"name\":\"b\",\"kind\":\"integer\"}]}", "row 2", "'a'", "date")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"category\",\"levels\":[\"1\"]},{\"name\":\"b\",\"kind\":\"continuous\"}]}",
        "row 3", "'a'", "'3'", "levels")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"boolean\",\"true\":\"1\"},{\"name\":\"b\",\"kind\":\"continuous\"}]}",
        "row 3", "'a'", "'3'")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"real\"}]}", "'real'", "kind")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"integer\",\"bound\":true}]}", "'bound'", "bounded")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"date\",\"format\":\"%\"}]}", "'a'", "format")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"date\",\"format\":\"yyyy'\\u0007'\"}]}", "'yyyy'?''", "no format of dates")]
    [InlineData("{\"columns\":[{\"name\":\"a\\u001b[31m\",\"kind\":\"date\",\"format\":\"%\"}]}", "'a?[31m'", "no format of dates")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"kind\":\"integer\"},{\"name\":\"a\",\"kind\":\"integer\"}]}", "'a'", "twice")]
    [InlineData("{}", "columns")]
    public void Schemas_that_do_not_fit_are_refused(string schema, params string[] parts) => RequireRefusal(
        () => TableFile.Read(new StringReader("a,b\n1,2\n3,4.5\n"), "t",
            SchemaJson.Read(JsonNode.Parse(schema)!.AsObject(), "schema")), parts);

    [Theory]
    [InlineData(52, true)]
    [InlineData(53, false)]
    [InlineData(100_000, false)]
    public void Formats_of_dates_have_sixty_four_characters_at_most(int words, bool suits)
    {
        Schema Read() => SchemaJson.Read(JsonNode.Parse(
            $$"""{"columns":[{"name":"a","kind":"date","format":"yyyy-MM-dd'{{new string('x', words)}}'"}]}""")!.AsObject(), "schema");
        if (suits)
            Assert.IsType<DateKind>(Read().Columns[0].Kind);
        else
            Assert.InRange(Assert.Throws<InvalidInputException>(Read).Message.Length, 50, 200);
    }

    [Fact]
    public void Columns_are_kept_and_dropped_by_name_in_the_order_of_the_table()
    {
        const string Text = "a,b,c\n1,x,2\n3,,4\n5,x,6\n";
        Assert.Equal("a,c\n1,2\n3,4\n5,6\n", Write(Select(Text, new ColumnSelection(Drop: ["b"]))));
        Assert.Equal("a,c\n1,2\n3,4\n5,6\n", Write(Select(Text, new ColumnSelection(["c", "a"]))));
        RequireRefusal(() => Select(Text, new ColumnSelection(["d"])), ["'d'"]);
        RequireRefusal(() => Select(Text, new ColumnSelection(["a"], ["a"])), ["at least one"]);

        static Table Select(string text, ColumnSelection selection) =>
            TableFile.Read(new StringReader(text), "t", selection: selection);
    }

    private static Table Read(string text) => TableFile.Read(new StringReader(text), "t.csv");

    private static string Write(Table table)
    {
        var writer = new StringWriter();
        TableFile.Write(table, writer);
        return writer.ToString();
    }

    private static void RequireRefusal(Action action, string[] parts)
    {
        var message = Assert.Throws<InvalidInputException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
        Assert.DoesNotContain('\n', message);
    }

    private static string Rows(int replaced, string with) =>
        "a,b\n" + string.Concat(Enumerable.Range(2, replaced + 3).Select(row => row == replaced ? with + "\n" : $"{row},{2 * row}\n"));
}
