using System.Globalization;
using System.Text.Json.Nodes;
using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>Numbers with a sign before or behind them in every cell, and texts that only look like them.</summary>
public sealed class NumberSignTests
{
    [Theory]
    [InlineData("continuous", "$95,072.35|$1,200.00|-$7.50", "95072.35 1200 -7.5")]
    [InlineData("continuous", "$-7.50|$3.00|$0.25", "-7.5 3 0.25")]
    [InlineData("continuous", "€ 3.476,43|€ -5,00|€ 12,30", "3476.43 -5 12.3")]
    [InlineData("continuous", "1'234.50 CHF|-2.00 CHF|3.25 CHF", "1234.5 -2 3.25")]
    [InlineData("continuous", "1 234,50 zł|5,25 zł|7,00 zł", "1234.5 5.25 7")]
    [InlineData("continuous", "US$1.50/kg|US$2.00/kg|US$2.25/kg", "1.5 2 2.25")]
    [InlineData("continuous", "12.5 kg|3 kg|0.75 kg", "12.5 3 0.75")]
    [InlineData("continuous", "-3.5°C|20.1°C|0.0°C", "-3.5 20.1 0")]
    [InlineData("continuous", "-$0.50|$0.25|$3.00", "-0.5 0.25 3")]
    [InlineData("continuous", "1.5E-07 m|2.5 m|3E+20 m", "1.5e-7 2.5 3e20")]
    [InlineData("integer", "78 %|5 %|100 %", "78 5 100")]
    [InlineData("integer", "%5|-%7|%90", "5 -7 90")]
    [InlineData("integer", "USD 1,200,000|USD 950|-USD 3", "1200000 950 -3")]
    [InlineData("integer", "kr 5|kr -12|kr 7", "5 -12 7")]
    [InlineData("integer", "Fr. 5|Fr. 12|Fr. 7", "5 12 7")]
    [InlineData("integer", "R$5|R$12|R$7", "5 12 7")]
    [InlineData("integer", "₹5.00|₹12.00|₹7.00", "5 12 7")]
    [InlineData("integer", "16GB|8GB|4GB", "16 8 4")]
    [InlineData("integer", "90 km/h|50 km/h|120 km/h", "90 50 120")]
    [InlineData("integer", "30 m²|45 m²|60 m²", "30 45 60")]
    [InlineData("integer", "0 %|1 %|0 %", "0 1 0")]
    public void Numbers_with_signs_have_their_values_and_are_written_back(string kind, string cells, string values)
    {
        var text = Column(cells);
        var table = Read(text);
        Assert.Equal(kind, table["c"].Schema.Kind.KindName);
        Assert.Equal(
            values.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture)),
            ((NumberColumn)table["c"]).Values.ToArray());
        Assert.Equal(text, Write(table));
    }

    [Theory]
    [InlineData("E10000|E20|E35")]
    [InlineData("A1|A2|A3")]
    [InlineData("Room 12|Room 14|Room 9")]
    [InlineData("SKU 12|SKU 14|SKU 9")]
    [InlineData("USD12|USD14|USD9")]
    [InlineData("v1.2|v1.3|v2.0")]
    [InlineData("#12|#14|#9")]
    [InlineData("555-1234|555-9876|555-3456")]
    [InlineData("(030) 123 456|(040) 555 777|(089) 1 234")]
    [InlineData("Q1 2024|Q2 2024|Q3 2024")]
    [InlineData("INV-00012|INV-00013|INV-00257")]
    [InlineData("INV-12|INV-13|INV-257")]
    [InlineData("007 kg|012 kg|100 kg")]
    [InlineData("$00012|$00013|$00257")]
    [InlineData("12a|12b|7a")]
    [InlineData("1st|2nd|3rd")]
    [InlineData("4th|5th|6th")]
    [InlineData("4 doors|2 doors|5 doors")]
    [InlineData("$5.00|6.00|€7.00")]
    [InlineData("$5.00|6.00|$7.00")]
    [InlineData("5 kg|6 lb|7 kg")]
    [InlineData("5 kg|6kg|7 kg")]
    [InlineData("-$5.00|$-6.00|$7.00")]
    [InlineData("-$-5.00|$6.00|$7.00")]
    [InlineData("($5.00)|$6.00|$7.00")]
    [InlineData("$5-|$6-|$7-")]
    [InlineData("10-20 %|20-30 %|30-40 %")]
    [InlineData("1e5kg|2e5 kg|3kg")]
    public void Texts_with_digits_stay_texts(string cells)
    {
        var text = Column(cells);
        var table = Read(text);
        Assert.IsType<IdentifierKind>(table["c"].Schema.Kind);
        Assert.Equal(text, Write(table));
    }

    [Fact]
    public void Rows_that_are_counted_with_a_sign_and_a_number_in_all_rows_keep_it()
    {
        var table = Read("a,b\n" + string.Concat(Enumerable.Range(1, 12).Select(i => $"{i} kg,$5.00\n")));
        Assert.Equal((" kg", "$5.00"), (((IntegerKind)table["a"].Schema.Kind).Format.Suffix, ((ConstantKind)table["b"].Schema.Kind).Value));
    }

    [Theory]
    [InlineData("-$5")]
    [InlineData("$-5")]
    public void First_minus_shows_its_place_however_late_it_comes(string cell)
    {
        string Rows(string last) => "a,b\n" + string.Concat(
            Enumerable.Range(0, 12_000).Select(i => $"{i % 7},${i % 50}\n").Append($"1,{cell}\n").Append($"2,{last}\n"));
        Assert.Equal(Rows(cell), Write(Read(Rows(cell))));
        var other = cell == "$-5" ? "-$5" : "$-5";
        var message = Assert.Throws<InvalidInputException>(() => Read(Rows(other))).Message;
        Assert.Contains($"row 12003, column 'b': '{other}' is not a number like $1234.5 or {cell.Replace("5", "1234.5")};", message);
    }

    [Theory]
    [InlineData("pay=$2,000.00..$4,000.00", "2 3")]
    [InlineData("pay=2000..4,000", "2 3")]
    [InlineData("pay=..-$1.50", "4")]
    [InlineData("pay=..-1.5", "4")]
    [InlineData("share=20 %|7", "1 3")]
    [InlineData("pay=€ 5", "'€ 5' is not a number like $1,234.5 or -$1,234.5, as the cells of column 'pay' are")]
    [InlineData("share=7 kg", "'7 kg' is not a whole number like 1234 %, as the cells of column 'share' are")]
    public void Conditions_are_given_with_the_signs_or_without(string where, string expected)
    {
        var table = Read("pay;share\n$1,000.25;20 %\n$2,000.00;30 %\n$4,000.00;7 %\n-$1.50;9 %\n");
        string Kept()
        {
            var conditions = new TableConditions { Where = [where] };
            var keeps = WantedRows.Of(conditions, TableEncoding.Fit(table), gives: false).Keep(table);
            return string.Join(' ', Enumerable.Range(0, table.Rows).Where(row => keeps(row)).Select(row => row + 1));
        }

        if (expected.Contains('\''))
            Assert.Contains(expected, Assert.Throws<TableConditionException>(Kept).Message);
        else
            Assert.Equal(expected, Kept());
    }

    [Fact]
    public void Tables_of_a_known_schema_may_leave_signs_out_and_blanks_are_filled_with_them()
    {
        var schema = Read("pay;share\n$1,000.25;20 %\n$2,000.00;30 %\n").Schema;
        var filled = FillableTable.Read(new StringReader("share,pay\n5,\n6 %,2000\nNA,\"$3,000.50\"\n"), "t", schema);
        Assert.Equal([double.NaN, 2000, 3000.5], ((NumberColumn)filled.Table["pay"]).Values.ToArray());
        var writer = new StringWriter();
        filled.Write(writer, new Table(
            [new NumberColumn(filled.Table["share"].Schema, [0, 0, 9]), new NumberColumn(filled.Table["pay"].Schema, [1234.5, 0, 0])],
            filled.Table.Schema.Format));
        Assert.Equal("share,pay\n5,\"$1,234.50\"\n6 %,2000\n9 %,\"$3,000.50\"\n", writer.ToString());
    }

    [Fact]
    public void Encodings_keep_signs_and_those_without_are_as_they_were()
    {
        var table = Read("pay;share;plain\n$1,000.25;-20 %;1.25\n$2,000.00;30 %;2.50\n$7.50;7 %;3.75\n");
        var encoding = TableEncoding.Fit(table);
        var tree = JsonNode.Parse(encoding.ToJson().ToJsonString())!.AsObject();
        Assert.Equal(Write(table), Write(TableEncoding.FromJson(tree).Decode(encoding.Encode(table))));
        Assert.Equal(
            [",prefix", ",suffix", ""],
            tree["schema"]!["columns"]!.AsArray().Select(column => string.Concat(column!["format"]!.AsObject()
                .Select(pair => pair.Key).Except(["decimal-sign", "thousands", "min-places", "max-places", "scientific"])
                .Select(key => "," + key))));
    }

    private static string Column(string cells) => "c;n\n" + string.Concat(cells.Split('|').Select((cell, i) => $"{cell};{i * i}\n"));

    private static Table Read(string text) => TableFile.Read(new StringReader(text), "t.csv");

    private static string Write(Table table)
    {
        var writer = new StringWriter();
        TableFile.Write(table, writer);
        return writer.ToString();
    }
}
