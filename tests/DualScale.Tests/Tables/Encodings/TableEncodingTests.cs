using DualScale.Numerics;
using DualScale.Tables;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Distributions;

namespace DualScale.Tests.Data;

public sealed class TableEncodingTests
{
    private static readonly Config Checked = Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(11, 13);

    [Fact]
    public void Any_table_encoded_and_decoded_is_itself() => Prop.ForAll(WrittenTables.Any, written =>
    {
        if (Fit(written.Text) is not var (table, encoding))
            return;
        var again = Reload(encoding).Decode(encoding.Encode(table, seed: 3));
        foreach (var (column, decoded) in table.Columns.Zip(again.Columns)
            .Where(pair => pair.First.Schema.Kind is not IdentifierKind))
        {
            for (var row = 0; row < table.Rows; row++)
            {
                // Where a column has more steps from end to end than the network's numbers have digits, it has those digits.
                if (column is NumberColumn number && !column.IsBlank(row) && Steps(number) > 20_000)
                    Assert.Equal(number.Values[row], ((NumberColumn)decoded).Values[row], 1e-5 * Range(number));
                else
                    Assert.Equal(column.Text(row), decoded.Text(row));
            }
        }
    }).Check(Checked);

    [Fact]
    public void Any_finite_numbers_are_rows_that_the_schema_reads() => Prop.ForAll(WrittenTables.Any, written =>
    {
        if (Fit(written.Text) is not var (table, encoding))
            return;
        var (values, draws) = (new float[50 * encoding.Names.Count], new RandomStream(5, 0));
        for (var i = 0; i < values.Length; i++)
        {
            var number = BitConverter.UInt32BitsToSingle(draws.Bits((ulong)i));
            values[i] = float.IsFinite(number) ? number : i;
        }

        var writer = new StringWriter();
        TableFile.Write(encoding.Decode(new PointSet(values, encoding.Names)), writer);
        var read = TableFile.Read(new StringReader(writer.ToString()), "samples", table.Schema);
        Assert.Equal(50, read.Rows);
    }).Check(Checked);

    [Fact]
    public void Numbers_become_a_standard_normal_whatever_their_law()
    {
        var draws = new RandomStream(1, 0);
        var text = "a,b,c,d\n" + string.Concat(Enumerable.Range(0, 4000).Select(i => FormattableString.Invariant(
            $"{Math.Exp(Z(i)):F3},{draws.Below((ulong)i + 90_000, 4)},{(i % 3 == 0 ? 0 : Z(i) * 5):F1},{draws.Below((ulong)i + 70_000, 2000)}\n")));
        var points = Fit(text)!.Value.Encoding.Encode(Read(text));
        for (var column = 0; column < 4; column++)
        {
            var sorted = Enumerable.Range(0, points.Count).Select(row => (double)points[row][column]).Order().ToArray();
            Assert.Equal(0, sorted.Average(), 0.03);
            Assert.Equal(1, sorted.Average(z => z * z), 0.05);
            Assert.InRange(sorted.Select((z, i) => Math.Abs(Normal.CDF(0, 1, z) - (i + 0.5) / sorted.Length)).Max(), 0, 0.02);
        }

        double Z(int i)
        {
            Span<float> z = stackalloc float[1];
            draws.FillNormal((ulong)(20 * i), z);
            return z[0];
        }
    }

    [Fact]
    public void Values_that_come_often_come_back_as_often_and_nothing_between()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{(i % 10 < 6 ? 0 : i % 10 < 9 ? 100 : 250)},{i * 37 % 101}\n"));
        var (table, encoding) = Fit(text)!.Value;
        var values = ((NumberColumn)encoding.Decode(Normals(encoding, 100_000)).Columns[0]).Values.ToArray();
        Assert.Equal([0, 100, 250], values.Distinct().Order());
        Assert.Equal(0.6, values.Count(value => value == 0) / 1e5, 0.01);
        Assert.Equal(0.1, values.Count(value => value == 250) / 1e5, 0.01);
        Assert.Equal("a|b", string.Join('|', encoding.Names));
    }

    [Fact]
    public void Columns_of_whole_steps_stay_on_them()
    {
        // Body masses are multiples of 25 from 10 on, hours are full, and what is nearly unique is spread.
        var text = "mass,at,x\n" + string.Concat(Enumerable.Range(0, 400).Select(i => FormattableString.Invariant(
            $"{10 + 25 * (i * i % 997)},{new DateTime(2024, 1, 1).AddHours(i * i % 1009):yyyy-MM-dd HH:mm},{i * i % 7919 / 10.0:F1}\n")));
        var samples = Fit(text)!.Value.Encoding is var encoding ? encoding.Decode(Normals(encoding, 20_000)) : null!;
        Assert.All(((NumberColumn)samples["mass"]).Values.ToArray(), value => Assert.Equal(10, value % 25));
        Assert.All(Enumerable.Range(0, 1000), row => Assert.EndsWith(":00", samples["at"].Text(row)));
        Assert.InRange(((NumberColumn)samples["x"]).Values.ToArray().Distinct().Count(), 1000, 8000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Tails_go_on_as_the_law_of_the_column_does(int law)
    {
        // 5,000 rows, 2,000,000 samples: the largest sample lies where 5,000 rows have none.
        Func<double, double> quantile = law switch
        {
            0 => p => Math.Exp(Normal.InvCDF(0, 1, p)),
            1 => p => -Math.Log(1 - p),
            _ => p => p,
        };
        var draws = new RandomStream((ulong)law + 3, 0);
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 5000).Select(i =>
            FormattableString.Invariant($"{quantile((draws.Bits((ulong)i) + 0.5) / 4294967296.0):F6},{i % 17}\n")));
        var (table, encoding) = Fit(text)!.Value;
        var largest = ((NumberColumn)table.Columns[0]).Values.ToArray().Max();
        foreach (var p in new[] { 1e-4, 1e-5 })
        {
            var points = new PointSet([(float)Normal.InvCDF(0, 1, 1 - p), 0], encoding.Names);
            var value = ((NumberColumn)encoding.Decode(points).Columns[0]).Values[0];
            var expected = quantile(1 - p);
            Assert.InRange(value, expected * 0.55, law == 2 ? 1.05 : expected * 1.9);
            Assert.True(law == 2 || p > 1e-4 || value > largest, $"{value} is no larger than {largest}.");
        }
    }

    [Fact]
    public void Bounded_columns_end_with_their_values_and_positive_ones_stay_positive()
    {
        var rows = string.Concat(Enumerable.Range(0, 500).Select(i => FormattableString.Invariant($"{0.01 + i * i * 0.01:F2},{i * 7919 % 500}\n")));
        var free = Fit("a,b\n" + rows)!.Value.Encoding;
        var schema = free.Schema.Columns.Select(
            column => column with { Kind = ((NumberKind)column.Kind) with { Bounded = true } });
        var held = TableEncoding.Fit(TableFile.Read(new StringReader("a,b\n" + rows), "t", new Schema([.. schema])));
        double[] At(TableEncoding encoding, float z) =>
            ((NumberColumn)encoding.Decode(new PointSet([z, 0], encoding.Names)).Columns[0]).Values.ToArray();
        Assert.Equal([2490.02], At(held, 30));
        Assert.Equal([0.01], At(held, -30));
        Assert.InRange(At(free, 5)[0], 2491, 1e5);
        Assert.InRange(At(free, -30)[0], 0, 0.01);
    }

    [Fact]
    public void Identifiers_are_numbered_from_the_first_row_asked_for_and_constants_kept()
    {
        var (_, encoding) = Fit("id,c,x\nk7,5,1.5\nk3,5,2.5\nk9,5,2.0\n")!.Value;
        Assert.Equal(["x"], encoding.Names);
        var rows = encoding.Decode(new PointSet([0, 1], ["x"]), firstRow: 41);
        Assert.Equal(["42", "5"], [rows["id"].Text(0), rows["c"].Text(0)]);
        Assert.Equal("43", rows["id"].Text(1));
    }

    [Fact]
    public void Blank_cells_have_a_number_all_the_same_and_an_indicator()
    {
        var (table, encoding) = Fit("x,y\n1.5,1\n,2\n2.5,3\n,4\n3.5,9\n")!.Value;
        var points = encoding.Encode(table);
        Assert.Equal(["x", "x is blank", "y"], encoding.Names);
        Assert.True(float.IsFinite(points[1][0]));
        Assert.Equal((float)(0.6 / Math.Sqrt(0.24)), points[1][1], 1e-6f);
        Assert.Equal((float)(-0.4 / Math.Sqrt(0.24)), points[0][1], 1e-6f);
    }

    [Theory]
    [InlineData("{\"name\":\"a\",\"kind\":\"integer\"}", "a,b\n3,1\n3,2\n", "'a'", "2 rows", "constant")]
    [InlineData("{\"name\":\"a\",\"kind\":\"category\"}", "a,b\nq,1\nq,2\n", "'a'", "'q'", "2 rows")]
    public void Column_of_one_value_that_is_no_constant_is_refused(string column, string text, params string[] parts)
    {
        var schema = SchemaJson.Read(System.Text.Json.Nodes.JsonNode.Parse(
            $$"""{"columns":[{{column}},{"name":"b","kind":"integer"}]}""")!.AsObject(), "schema");
        var message = Assert.Throws<InvalidInputException>(
            () => TableEncoding.Fit(TableFile.Read(new StringReader(text), "t", schema))).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
    }

    [Fact]
    public void Cells_that_the_encoding_has_not_seen_are_refused_with_row_and_column()
    {
        var (_, encoding) = Fit("a,b\nx,1\ny,2\nx,3\n")!.Value;
        Assert.Contains("Row 2 of the data, column 'a': 'z'", Refusal("a,b\nx,1\nz,2\nx,3\n"));
        Assert.Contains("Row 3 of the data, column 'b'", Refusal("a,b\nx,1\ny,2\nx,\n"));
        Assert.Contains("other columns", Refusal("a,c\nx,1\ny,2\nx,4\n"));
        Assert.Contains("nothing to learn", Assert.Throws<InvalidInputException>(() => TableEncoding.Fit(Read("a,b\nx,1\nx,1\n"))).Message);

        string Refusal(string text) => Assert.Throws<InvalidInputException>(() => encoding.Encode(Read(text))).Message;
    }

    [Theory]
    [InlineData("yyyy-MM-dd", "9999-12-31")]
    [InlineData("yyyy-MM-dd HH:mm", "9999-12-31 23:59")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "9999-12-31 23:59:59")]
    [InlineData("yyyy-MM-dd", "0001-01-01")]
    public void Dates_at_the_ends_of_the_calendar_come_back_and_nothing_lies_beyond_them(string format, string end)
    {
        var text = "at,x\n" + string.Concat(Enumerable.Range(0, 300).Select(i =>
            $"{(i % 100 == 7 ? end : new DateTime(2024, 1, 1).AddDays(i * i % 293).ToString(format, null))},{i * i % 97}\n"));
        var (table, encoding) = Fit(text)!.Value;
        Assert.Equal(format, Assert.IsType<DateKind>(table.Schema.Columns[0].Kind).Format);
        Assert.Equal(end, encoding.Decode(encoding.Encode(table))["at"].Text(7));
        var outermost = encoding.Decode(new PointSet([-30, 0, 30, 0], encoding.Names))["at"];
        Assert.Equal(end, outermost.Text(end[0] == '9' ? 1 : 0));
        Assert.NotEmpty(outermost.Text(end[0] == '9' ? 0 : 1));
    }

    [Fact]
    public void Equal_rows_are_scored_alike_and_in_the_middle_of_their_cell()
    {
        var text = "x,n,s\n" + string.Concat(Enumerable.Range(0, 400).Select(i => FormattableString.Invariant(
            $"{i % 200 * (i % 200) / 100.0:F2},{i % 4},{(i % 5 < 2 ? "a" : "b")}\n")));
        var (table, encoding) = Fit(text)!.Value;
        var (points, again) = (encoding.EncodeCentred(table), encoding.Decode(encoding.EncodeCentred(table)));
        Assert.NotEqual(encoding.Encode(table)[3].ToArray(), encoding.Encode(table)[203].ToArray());
        Assert.All(Enumerable.Range(0, 200), row => Assert.Equal(points[row].ToArray(), points[row + 200].ToArray()));
        Assert.All(Enumerable.Range(0, 400), row => Assert.Equal(table["x"].Text(row), again["x"].Text(row)));

        // A quarter of the rows each, and no tails.
        Assert.All(Enumerable.Range(0, 4), row => Assert.Equal(Normal.InvCDF(0, 1, (row + 0.5) / 4), points[row][1], 1e-5));
    }

    [Fact]
    public void What_is_never_zero_does_not_become_it_and_what_is_may()
    {
        var text = "a,b,c\n" + string.Concat(Enumerable.Range(0, 400).Select(i => FormattableString.Invariant(
            $"{0.0001 * (1 + i * i % 389):F4},{-1 - i * i % 389},{0.0001 * (i * i % 389):F4}\n")));
        var (_, encoding) = Fit(text)!.Value;
        var outermost = encoding.Decode(new PointSet([-7, 7, -7], encoding.Names));
        Assert.Equal(["0.0001", "-1", "0.0000"], outermost.Columns.Select(column => column.Text(0)));
    }

    [Theory]
    [InlineData("integer", "", "[0, 0, 0, 0, 0, 0.3, 1, -0.2, 0.2, 5]")]
    [InlineData("continuous", "", "[0, 0, 0, 0, 0, 0, 1, -1e150, 1e150, 5]")]
    [InlineData("continuous", "", "[0, 0, 0, 0, 0, 1e150, 1, 0, 5, 5]")]
    [InlineData("continuous", "", "[0, 1, 1e80, 0, 0, 0, 1, 0, 5, 5]")]
    [InlineData("continuous", "", "[0, 0, 0, 0, 0, 0, 1, 0, 5, 0]")]
    [InlineData("continuous", "", "[0, 0, 0, 0, 0, 0, 1, 0, 5, 5, 3, 6, 5]")]
    [InlineData("continuous", ", \"scale\": \"standard\"", "[0, 1e150, 1, 0, 5]")]
    [InlineData("category", "", "[5]")]
    [InlineData("category", ", \"levels\": [\"p\", \"q\"]", "[5, 5, 5, 5]")]
    [InlineData("category", ", \"levels\": [\"p\", \"q\"]", "[5, -5]")]
    public void Encodings_that_no_fit_gives_are_refused_in_one_line(string kind, string options, string fitted)
    {
        var json = "{\"schema\": {\"columns\": [{\"name\": \"odd\", \"kind\": \"" + kind + "\"" + options +
            "}, {\"name\": \"x\", \"kind\": \"integer\"}]}, \"fitted\": [" + fitted + ", [0, 0, 0, 0, 0, 0, 1, 0, 5, 5]]}";
        var tree = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        Assert.Equal("The encoding of column 'odd' is damaged; take an undamaged copy.",
            Assert.Throws<InvalidInputException>(() => TableEncoding.FromJson(tree)).Message);
    }

    [Fact]
    public void Encodings_of_the_largest_numbers_are_kept_whole()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
            $"{(i == 0 ? "-1e100" : i == 1 ? "1e100" : $"{i}.5e97")},{i * i % 97}\n"));
        var (table, encoding) = Fit(text)!.Value;
        Assert.Equal(encoding.ToJson().ToJsonString(), Reload(encoding).ToJson().ToJsonString());
        Assert.Equal("1E+100", encoding.Decode(encoding.Encode(table))["a"].Text(1));
    }

    private static double Steps(NumberColumn column) => Range(column) / column.Kind.Unit;

    private static double Range(NumberColumn column)
    {
        var values = column.Values.ToArray().Where(value => !double.IsNaN(value)).ToArray();
        return values.Max() - values.Min();
    }

    private static PointSet Normals(TableEncoding encoding, int rows)
    {
        var values = new float[rows * encoding.Names.Count];
        new RandomStream(9, 0).FillNormal(0, values);
        return new PointSet(values, encoding.Names);
    }

    private static Table Read(string text) => TableFile.Read(new StringReader(text), "t.csv");

    // None where all columns are constants and identifiers.
    private static (Table Table, TableEncoding Encoding)? Fit(string text)
    {
        var table = Read(text);
        return table.Schema.Columns.All(column => column.Kind is IdentifierKind ||
            (column.Kind is ConstantKind && table[column.Name].Blanks == 0)) ? null : (table, TableEncoding.Fit(table));
    }

    private static TableEncoding Reload(TableEncoding encoding) =>
        TableEncoding.FromJson(System.Text.Json.Nodes.JsonNode.Parse(encoding.ToJson().ToJsonString())!.AsObject());
}
