using System.Globalization;
using System.Runtime.Serialization;
using DualScale.Numerics;
using DualScale.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace DualScale.Tests.Data;

/// <summary>Tables from records and back.</summary>
public sealed class TableRecordTests
{
    private static readonly Visit[] Visits = [.. Enumerable.Range(0, 40).Select(i => new Visit(
        i * 37 % 23 / 4.0, 30 + i * 7 % 11, i % 3 == 0, "k" + i, i % 4 == 0 ? null : $"town {i % 3}", (Sky)(i % 2),
        new DateOnly(2024, 2, 27).AddDays(i % 5), i % 5 == 1 ? null : i % 7))];

    [Fact]
    [Trait("Category", "Slow")]
    public void Any_records_made_a_table_and_records_again_are_themselves() => Prop.ForAll(Readings.Any, readings =>
        Assert.Equal(readings, Table.From(readings).ToRecords<Reading>()))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(3, 7));

    [Fact]
    public void Numbers_that_are_the_same_in_all_rows_are_read_as_they_are_written()
    {
        Assert.Equal([(1.5, 12.25), (1.5, 3.0)], Read("1,5"));
        Assert.Equal([(-5.0, 12.25), (-5.0, 3.0)], Read("-$5.00"));
        Assert.Equal([(0.78, 12.25), (0.78, 3.0)], Read("0.78"));

        // One thousand or one and a bit: nothing in the column tells.
        Assert.Throws<InvalidInputException>(() => Read("$1,234"));

        static IEnumerable<(double, double)> Read(string price) =>
            TableFile.Read(new StringReader($"Price;Size;Until\n{price};12,25;2020-01-01\n{price};3,0;2021-01-01\n"), "t.csv")
                .ToRecords<Cost>().Select(cost => (cost.Price, cost.Size));
    }

    [Theory]
    [InlineData("+01:00", 1)]
    [InlineData("-0530", -5.5)]
    [InlineData("Z", 0)]
    public void Moments_of_a_time_zone_are_taken_to_that_of_all(string offset, double hours)
    {
        var rows = string.Concat(Enumerable.Range(1, 9).Select(i => $"2024-10-0{i}T12:30:00{offset}\n"));
        var starts = TableFile.Read(new StringReader($"At\n{rows}"), "t.csv").ToRecords<Start>();
        Assert.Equal(new DateTimeOffset(2024, 10, 2, 12, 30, 0, TimeSpan.FromHours(hours)), starts[1].At);
    }

    [Fact]
    public void Numbers_with_units_of_their_own_are_no_numbers() => Assert.Throws<InvalidInputException>(
        () => TableFile.Read(new StringReader(
            "Price,Size,Until\n5 kg,1,2020-01-01\n500 g,2,2020-01-02\n5 kg,3,2020-01-03\n"), "t.csv").ToRecords<Cost>());

    [Fact]
    public void Moments_far_from_today_keep_their_seconds()
    {
        var far = new DateTime(1492, 10, 12, 7, 8, 9).AddTicks(1_234_570);
        Cost[] costs = [new(1, 2, DateTime.MaxValue), new(2, 3, far), new(3, 4, new DateTime(2024, 5, 6).AddTicks(1_234_560))];
        Assert.Equal(
            [new DateTime(9999, 12, 31, 23, 59, 59), new DateTime(1492, 10, 12, 7, 8, 9), costs[2].Until],
            Table.From(costs).ToRecords<Cost>().Select(cost => cost.Until));
    }

    [Fact]
    public void Kinds_and_formats_follow_from_the_types()
    {
        var table = Table.From(Visits);
        Assert.Equal("Score continuous, Age integer, Member boolean, Key identifier, Town category, Sky category, Day date, Stays integer",
            string.Join(", ", table.Schema.Columns.Select(column => $"{column.Name} {column.Kind.KindName}")));
        Assert.Equal((0, 2), (((ContinuousKind)table["Score"].Schema.Kind).Format.MinPlaces,
            ((ContinuousKind)table["Score"].Schema.Kind).Format.MaxPlaces));
        Assert.Equal(["0", "30", "true", "k0", "", "Clear", "2024-02-27", "0"], table.Columns.Select(column => column.Text(0)));
        Assert.Equal((10, 8), (table["Town"].Blanks, table["Stays"].Blanks));

        var numbers = Table.From(
            Enumerable.Range(0, 20).Select(i => new { Whole = (double)i, Bit = i % 2, Same = 7, Text = "" + i % 2 }));
        Assert.Equal("continuous, integer, constant, category",
            string.Join(", ", numbers.Schema.Columns.Select(column => column.Kind.KindName)));
        Assert.Equal(new { Whole = 3.0, Bit = 1, Same = 7, Text = "1" }, Same(numbers, new { Whole = 0.0, Bit = 0, Same = 0, Text = "" })[3]);

        static IReadOnlyList<T> Same<T>(Table table, T _) => table.ToRecords<T>();
    }

    [Fact]
    public void Records_go_through_an_encoding_and_samples_are_records()
    {
        var table = Table.From(Visits);
        var encoding = TableEncoding.Fit(table);
        var points = encoding.Encode(table);
        Assert.Equal(Visits.Select((visit, i) => visit with { Key = $"{i + 1}" }), encoding.Decode(points).ToRecords<Visit>());

        var (values, draws) = (new float[500 * points.Columns], new RandomStream(5, 0));
        draws.FillNormal(0, values);
        var samples = encoding.Decode(new PointSet(values, points.ColumnNames)).ToRecords<Visit>();
        Assert.All(samples, sample =>
        {
            Assert.InRange(sample.Day, new DateOnly(2024, 2, 27), new DateOnly(2024, 3, 2));
            Assert.Contains(sample.Town, Visits.Select(visit => visit.Town));
            Assert.Contains(sample.Stays, Visits.Select(visit => visit.Stays));
        });
        Assert.InRange(samples.Count(sample => sample.Stays is null), 10, 490);
    }

    [Fact]
    public void Written_tables_are_read_as_records_whatever_their_format()
    {
        var visits = Read("stays;key;score;AGE;member;town;sky;day;more\n2;a;1.234,5;41;yes;;Clear;28.02.2024;x\nNA;b;,25;-3;no;B;Cloudy;01.03.2024;y\n")
            .ToRecords<Visit>();
        Assert.Equal(
            [
                new Visit(1234.5, 41, true, "a", null, Sky.Clear, new DateOnly(2024, 2, 28), 2),
                new Visit(0.25, -3, false, "b", "B", Sky.Cloudy, new DateOnly(2024, 3, 1), null),
            ], visits);
        Assert.Equal([(true, 1, 1.0, "1"), (false, 0, 0.0, "0")],
            Read("flag,bit,number,text\n1,1,1,1\n0,0,0,0\n").ToRecords<Bits>().Select(bits => (bits.Flag, bits.Bit, bits.Number, bits.Text)));
    }

    [Fact]
    public void Members_are_what_can_be_read_and_given_and_blanks_are_what_their_types_have()
    {
        Derived[] records = [new("a") { Weight = double.NaN, Hidden = 5, Title = "t" }, new("b") { Weight = 2, Hidden = 6, Note = "n" }];
        var table = Table.From(records);
        Assert.Equal(["Name", "Weight", "Title", "Note"], table.Columns.Select(column => column.Name));
        var again = table.ToRecords<Derived>();
        Assert.Equal([("a", double.NaN, 0, "t", null), ("b", 2.0, 0, "", "n")],
            again.Select(record => (record.Name, record.Weight, record.Hidden, record.Title, record.Note)));

        var part = Table.From(records, new ColumnSelection(Drop: ["Name"]));
        Assert.Equal("unnamed", part.ToRecords<Derived>(new ColumnSelection(Drop: ["Name"]))[0].Name);
        Assert.Equal([(1, 2), (3, 4)], Read("x,y\n1,2\n3,4\n").ToRecords<Point>().Select(point => (point.X, point.Y)));
    }

    [Fact]
    public void What_no_table_or_no_record_holds_is_refused_in_one_line()
    {
        Refused(() => Table.From([new { Tags = new[] { 1 }, X = 1 }]), "Tags", "Int32[]", "[IgnoreDataMember]");
        Refused(() => Table.From(Visits, new ColumnSelection(Drop: ["Towm"])), "'Towm'", "'Town'");
        Refused(() => Table.From(Visits[..0]), "Visit", "at least one");
        Refused(() => Table.From([Visits[0], null!]), "Record 2", "null");
        Refused(() => Table.From([new { X = 0.5 }, new { X = double.PositiveInfinity }]), "row 2", "'X'", "'Infinity'");
        Refused(() => Table.From([new { X = 1L }, new { X = (1L << 53) + 1 }]), "row 2", "'X'", "'9007199254740993'");
        Refused(() => Table.From([new { X = (int?)null, Y = 1 }]), "'X'", "blank");
        Refused(() => Table.From([new object()]), "Object");

        Refused(() => Read("Score,Age\n1.5,2\n2.5,3\n").ToRecords<Visit>(), "'Member'");
        Refused(() => Read("X,Y\n1,2\n,4\n").ToRecords<Point>(), "Row 2", "'X'", "blank", "Point.X");
        Refused(() => Read("X,Y\n1,2\n2,4.5\n").ToRecords<Point>(), "Row 2", "'Y'", "'4.5'", "Int32", "Point.Y");
        Refused(() => Read("X,Y\n1,2\n2,3000000000\n").ToRecords<Point>(), "Row 2", "'3000000000'");
        Refused(() => Read("X,Y\n1,a\n2,b\n").ToRecords<Point>(), "Row 1", "'a'");
        Refused(() => Read("Note\na\nb\n").ToRecords<NoWay>(), "NoWay", "constructor");
    }

    [Fact]
    public void Limits_are_those_of_files()
    {
        Refused(() => Table.From(Array.Empty<Wide>()), "Wide has 101 columns; at most 100");
        Refused(() => Table.From(Array.Empty<Wide>(), new ColumnSelection(Drop: ["A7"])), "no records of Wide");
        var (points, small) = (new RecordType<Point>(null), new TableLimits { Values = 4 });
        Assert.Equal(2, points.ToTable([new(1, 2), new(3, 4)], small).Rows);
        Refused(() => points.ToTable([new(1, 2), new(3, 4), new(5, 6)], small), "Point, row 3", "more than 4 cells");
    }

    [Fact]
    public void Enumerations_are_read_by_the_names_that_they_are_written_by()
    {
        Assert.All((string[])["7", "0", "-1", "+0", "Clear, Cloudy", "clear", " Clear"],
            text => Refused(() => Texts("Sky", "Clear", text).ToRecords<Weather>(), "Row 2", $"'{text}'", "Weather.Sky"));
        Refused(() => Table.From([new Weather(Sky.Clear), new Weather((Sky)7)]), "Sky", "no name for 7");
        Breeze[] both = [new(Wind.North | Wind.West), new(Wind.West), new((Wind?)null)];
        Assert.Equal(both, Table.From(both).ToRecords<Breeze>());
    }

    [Fact]
    public void Dates_among_texts_have_one_format_in_all_rows()
    {
        Assert.Equal([(2, 1), (2, 13), null], Days("01/02/2020", "13/02/2020", ""));
        Assert.Equal([(1, 2), (2, 1), (1, 2)], Days("01/02/2020", "02/01/2020", "01/02/2020"));
        Refused(() => Days("01/02/2020", "13/02/2020", "02/13/2020"), "Row 2", "'13/02/2020'");

        static (int, int)?[] Days(params string[] texts) => [.. Texts("Day", texts).ToRecords<Dated>()
            .Select(dated => dated.Day is { } day ? (day.Month, day.Day) : ((int, int)?)null)];
    }

    [Fact]
    public void Signs_are_those_of_the_table_in_any_culture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NegativeSign, culture.NumberFormat.NumberDecimalSeparator) = ("~", "_");
        var text = "number,x\n" + string.Concat(
            Enumerable.Range(-3, 12).Select(i => FormattableString.Invariant($"{i},{i % 3}.5\n")));
        var (before, written) = (CultureInfo.CurrentCulture, new StringWriter());
        try
        {
            CultureInfo.CurrentCulture = culture;
            TableFile.Write(Read(text), written);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(text, written.ToString());
    }

    // A column of texts; an empty one is a blank.
    private static Table Texts(string name, params string[] cells)
    {
        string[] levels = [.. cells.Distinct().Where(cell => cell.Length > 0)];
        return new Table([new CodeColumn(new ColumnSchema(name, new CategoryKind { Levels = levels }),
            [.. cells.Select(cell => Array.IndexOf(levels, cell))])]);
    }

    private static Table Read(string text) => TableFile.Read(new StringReader(text), "t.csv");

    private static void Refused(Action action, params string[] parts)
    {
        var message = Assert.Throws<InvalidInputException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
        Assert.DoesNotContain('\n', message);
    }

    private sealed record Visit(
        double Score, int Age, bool Member, string Key, string? Town, Sky Sky, DateOnly Day, int? Stays);

    private sealed record Weather(Sky Sky);

    private sealed record Breeze(Wind? Wind);

    private sealed record Dated(DateOnly? Day);

    private sealed record Bits(bool Flag, int Bit, double Number, string Text);

    private class Base(string name = "unnamed")
    {
        public string Name { get; } = name;

        public double Weight { get; set; }
    }

    private sealed class Derived(string name = "unnamed") : Base(name)
    {
        public string Title { get; init; } = "";

        public string? Note { get; init; }

        [IgnoreDataMember]
        public int Hidden { get; set; }

        public double Twice => 2 * Weight;

        public int Kept { get; private set; }
    }

    private readonly record struct Point(int X, int Y);

    private sealed record Start(DateTimeOffset At);

    private sealed record Cost(double Price, double Size, DateTime Until);

    private sealed class NoWay
    {
        public NoWay(int[] other) => Note = $"{other.Length}";

        public string Note { get; set; }
    }
}
