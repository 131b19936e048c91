using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Data;

/// <summary>Columns that follow from others: which are found, and that whatever a network draws keeps to them.</summary>
public sealed class ColumnDependencyTests
{
    private static readonly string[] Cities = ["Ulm", "Bonn", "Nice", "Lyon", "Graz"];
    private static readonly string[] Countries = ["DE", "DE", "FR", "FR", ""];
    private static readonly string[] Rates = ["0.19", "0.19", "0.2", "0.2", "0.3"];
    private static readonly string[] Zones = ["7", "7", "12", "12", "7"];

    [Fact]
    public void Whatever_is_drawn_keeps_to_them()
    {
        var encoding = TableEncoding.Fit(Trips(400));
        Assert.Equal(["country=city", "rate=city", "zone=country"], Found(Trips(400)));
        var rows = encoding.Decode(Noise(encoding, 2_000));
        for (var row = 0; row < rows.Rows; row++)
        {
            var city = Array.IndexOf(Cities, rows["city"].Text(row));
            Assert.Equal(Countries[city], rows["country"].Text(row));
            Assert.Equal(Rates[city], rows["rate"].Text(row));
            Assert.Equal(Zones[city], rows["zone"].Text(row));
        }

        Assert.Equal(Cities.Length, Enumerable.Range(0, rows.Rows).Select(rows["city"].Text).Distinct().Count());
        Assert.True(Enumerable.Range(0, rows.Rows).Select(row => rows["tons"].Text(row)).Distinct().Count() > 100);
    }

    [Fact]
    public void A_row_that_differs_ends_one()
    {
        Assert.DoesNotContain("rate=city", Found(Trips(4_000, row => row == 3_999 ? "0.25" : null)));
        Assert.Contains("zone=country", Found(Trips(4_000, row => row == 3_999 ? "0.25" : null)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Chance_makes_none(int seed)
    {
        // Two flags of the same three rows, texts that hardly two rows share, flags that hardly any row has, and coins.
        var random = new RandomStream((ulong)seed, 0);
        int[] rare = [.. Enumerable.Range(0, 3).Select(i => 17 * seed + 40 * i)];
        var table = Read("one,other,name,coin,die,seldom,much\n", 200, row => string.Join(',',
            rare.Contains(row) ? "yes" : "no", rare.Contains(row) ? "1" : "0",
            row % 10 == 9 ? $"n{row - 1}" : $"n{row}", random.Uniform((ulong)row) < 0.5 ? "heads" : "tails",
            $"d{(int)(6 * random.Uniform((ulong)row + 1000))}", row == 5 ? "x" : "y",
            $"0.{(int)(1_000_000 * random.Uniform((ulong)row + 2000)):D6}"));
        Assert.Empty(Found(table));
    }

    [Fact]
    public void Rows_that_have_nothing_to_say_are_no_evidence()
    {
        // Few were ill, each otherwise; and few rows stand there twice.
        Assert.Empty(Found(Read("illness,cost,days,mass\n", 500, row =>
            $"{(row % 17 == 3 ? $"i{row}" : "")},{(row % 17 == 3 ? $"{row}.5" : "")},{(row % 17 == 3 ? row * 7 : "")},{row % 83}.25")));
        Assert.Empty(Found(Read("salary,age,bonus\n", 600, row =>
            $"{Once(row) * 37 % 9973},{20 + Once(row) * Once(row) % 41},{Once(row) * 53 % 9967}.5")));

        // Fares that each one class paid, but cheap and dear ones at random.
        Assert.Empty(Found(Read("fare,class,mass\n", 300, row => $"{row % 60 * 7 % 61}.25,c{row % 60 % 3},{row * row % 89}.5")));

        static int Once(int row) => row % 75 == 74 ? row - 1 : row;
    }

    [Theory]
    [InlineData(101, 50, "")]
    [InlineData(102, 50, "b=a")]
    [InlineData(1_000, 5, "")]
    [InlineData(1_000, 6, "b=a")]
    public void Enough_rows_make_one_that_fewer_do_not(int rows, int rare, string found)
    {
        // A hundred rows that say what others said; and of six in a thousand five agree in what one in 166 has: 5·ln 166 nats.
        Assert.Equal(found, string.Join(' ', Found(Read("a,b,c\n", rows, row =>
            $"{(row < rare ? "x" : "y")},{(row < rare ? "u" : "v")},{row * row % 89}.5"))));
    }

    [Fact]
    public void Numbers_that_no_row_had_say_nothing()
    {
        // Ages in days with gaps; between them a network draws others, whose flag is its own.
        int[] days = [.. Enumerable.Range(0, 400).Select(i => i == 7 ? 22 : 3 * i)];
        var table = Read("days,grown,mass\n", 800, row => $"{days[row % 400]},{(row % 400 >= 150 ? "yes" : "no")},{row % 83}.25");
        Assert.Equal(["grown=days"], Found(table));
        var encoding = TableEncoding.Fit(table);
        var rows = encoding.Decode(Noise(encoding, 5_000));
        var unseen = new List<string>();
        for (var row = 0; row < rows.Rows; row++)
        {
            var day = (int)((NumberColumn)rows["days"]).Values[row];
            if (!days.Contains(day))
                unseen.Add(rows["grown"].Text(row));
            else
                Assert.Equal(day >= 450 ? "yes" : "no", rows["grown"].Text(row));
        }

        Assert.InRange(unseen.Count(text => text == "yes") / (double)unseen.Count, 0.4, 0.8);
        Assert.True(unseen.Count > 100);
    }

    [Fact]
    public void Blanks_of_any_rows_do_not_end_one_and_come_back()
    {
        // A tenth of the cities and another of the countries are missing.
        var table = Read("city,country,tons\n", 2_000, row =>
            $"{(row % 10 == 3 ? "" : Cities[row % 4])},{(row % 10 == 7 ? "" : Countries[row % 4])},0.{row * row % 97:D2}");
        Assert.Equal(["country=city"], Found(table));
        var encoding = TableEncoding.Fit(table);
        var rows = encoding.Decode(Noise(encoding, 4_000));
        var blanks = 0;
        for (var row = 0; row < rows.Rows; row++)
        {
            var (city, country) = (rows["city"].Text(row), rows["country"].Text(row));
            blanks += country.Length == 0 && city.Length > 0 ? 1 : 0;
            if (city.Length > 0 && country.Length > 0)
                Assert.Equal(Countries[Array.IndexOf(Cities, city)], country);
        }

        Assert.True(blanks > 100);
    }

    [Fact]
    public void Numbers_of_many_places_are_kept_in_a_model()
    {
        // Degrees as programs write them, fifteen places behind the point.
        var table = Read("station,celsius,fahrenheit\n", 3_000, row => FormattableString.Invariant(
            $"s{row % 30},{10 + row % 30 / 10.0:R},{(10 + row % 30 / 10.0) * 1.8 + 32:R}"));
        Assert.Equal(["celsius=station", "fahrenheit=station"], Found(table));
        var encoding = TableEncoding.Fit(table);
        var points = Noise(encoding, 1_000);
        var rows = TableEncoding.FromJson((JsonObject)JsonNode.Parse(encoding.ToJson().ToJsonString())!).Decode(points);
        for (var row = 0; row < rows.Rows; row++)
        {
            var station = int.Parse(rows["station"].Text(row)[1..]);
            Assert.Equal(10 + station / 10.0, ((NumberColumn)rows["celsius"]).Values[row]);
            Assert.Equal((10 + station / 10.0) * 1.8 + 32, ((NumberColumn)rows["fahrenheit"]).Values[row], 1e-12);
        }
    }

    [Theory]
    [InlineData("0.5,0.5,1.5,1.5,2.5,2.5", "b=a")]
    [InlineData("0.5,1.5,0.5,1.5,2.5,2.5", "")]
    public void Numbers_say_something_by_intervals(string followers, string found)
    {
        // Each of six intervals of ten numbers; in the second column two of them alternate.
        var values = followers.Split(',');
        Assert.Equal(found, string.Join(' ', Found(Read("a,b,c\n", 900, row =>
            $"{row % 60},{values[row % 60 / 10]},{row * row % 89}.25"))));
        Assert.Empty(Found(Read("a,b,c\n", 900, row => $"{row % 60},{row % 60 * 2}.5,{row * row % 89}.25")));
        Assert.Equal(["b=a"], Found(Read("a,b,c\n", 900, row => $"{row % 30},{row % 30 * 2}.5,{row * row % 89}.25")));
    }

    [Fact]
    public void Of_many_texts_those_are_drawn_by_their_shares_that_agree_with_what_follows()
    {
        // Forty towns in four lands, the first of each land nine times as frequent as the others, and a coast that follows from
        // the land. A network that has learned nothing draws towns and lands apart.
        var table = Read("town,land,coast,tons\n", 7_200, row =>
        {
            var (land, town) = (row % 4, row / 4 % 18 is < 9 and var first ? 0 : row / 4 % 18 - 8);
            return $"t{land}{town},{"NSEW"[land]},{(land < 2 ? "yes" : "no")},0.{row * row % 97:D2}";
        });
        Assert.Equal(["land=town", "coast=land"], Found(table));
        var encoding = TableEncoding.Fit(table);
        var points = Noise(encoding, 20_000);
        var rows = encoding.Decode(points);
        var counts = new double[4, 10];
        for (var row = 0; row < rows.Rows; row++)
        {
            var town = rows["town"].Text(row);
            Assert.Equal("NSEW"[town[1] - '0'].ToString(), rows["land"].Text(row));
            Assert.Equal(town[1] < '2' ? "yes" : "no", rows["coast"].Text(row));
            counts[town[1] - '0', town[2] - '0']++;
        }

        // One town in four agrees by chance; the others are the first of their land in half of the rows.
        for (var land = 0; land < 4; land++)
        {
            var all = Enumerable.Range(0, 10).Sum(town => counts[land, town]);
            Near(0.25 * 0.1 + 0.75 * 0.5, counts[land, 0] / all, all, 0.05);
            for (var town = 1; town < 10; town++)
                Near(0.25 * 0.1 + 0.75 * 0.5 / 9, counts[land, town] / all, all, 0.03);
        }

        // Lands are as they were drawn, and a row is mended by itself alone.
        var former = (JsonObject)JsonNode.Parse(encoding.ToJson().ToJsonString())!;
        former.Remove("dependencies");
        var apart = TableEncoding.FromJson(former).Decode(points);
        var last = encoding.Decode(new PointSet(points[19_999].ToArray(), encoding.Names));
        Assert.All(Enumerable.Range(0, 20_000), row => Assert.Equal(apart["land"].Text(row), rows["land"].Text(row)));
        Assert.Equal(rows["town"].Text(19_999), last["town"].Text(0));

        static void Near(double share, double seen, double all, double words) =>
            Assert.InRange(seen - share, -words - 4 * Math.Sqrt(share / all), words + 4 * Math.Sqrt(share / all));
    }

    [Fact]
    public void A_model_keeps_them_and_damaged_ones_are_refused()
    {
        var encoding = TableEncoding.Fit(Trips(400));
        var again = TableEncoding.FromJson(Copy());
        var (points, one) = (Noise(encoding, 300), TableFileText(encoding.Decode(Noise(encoding, 300))));
        Assert.Equal(one, TableFileText(again.Decode(points)));
        var former = Copy();
        former.Remove("dependencies");
        Assert.NotEqual(one, TableFileText(TableEncoding.FromJson(former).Decode(points)));

        foreach (var (key, value) in new (string, JsonNode?)[]
        {
            ("determinant", -1), ("determinant", 99), ("determinant", null), ("dependent", "x"), ("determinant", 1), ("blanks-vary", "maybe"),
            ("values", new JsonArray(new JsonArray(99, 0))), ("values", new JsonArray(new JsonArray(0, 1.5))),
            ("values", new JsonArray(new JsonArray(null, 0))), ("values", new JsonArray(new JsonArray(0))),
            ("values", new JsonArray(new JsonArray(0, 0), new JsonArray(0, 0))),
        })
        {
            var damaged = Copy();
            damaged["dependencies"]!.AsArray().Single(one => (int)one!["dependent"]! == 1)![key] = value;
            Assert.Throws<JsonException>(() => TableEncoding.FromJson(damaged));
        }

        JsonObject Copy() => (JsonObject)JsonNode.Parse(encoding.ToJson().ToJsonString())!;
    }

    private static Table Trips(int rows, Func<int, string?>? rate = null)
    {
        var random = new RandomStream(5, 0);
        return Read("city,country,rate,zone,tons\n", rows, row =>
        {
            var city = (int)(Cities.Length * random.Uniform((ulong)row));
            return $"{Cities[city]},{Countries[city]},{rate?.Invoke(row) ?? Rates[city]},{Zones[city]},0.{(int)(1000 * random.Uniform((ulong)row + 9_000)):D3}";
        });
    }

    private static Table Read(string header, int rows, Func<int, string> row) => TableFile.Read(
        new StringReader(header + string.Concat(Enumerable.Range(0, rows).Select(at => row(at) + "\n"))), "table.csv");

    // DEPENDENT=DETERMINANT.
    private static string[] Found(Table table) => [.. ColumnSummary.Of(table).Where(column => column.Follows is not null)
        .Select(column => $"{column.Name}={column.Follows}")];

    private static PointSet Noise(TableEncoding encoding, int rows)
    {
        var values = new float[rows * encoding.Names.Count];
        new RandomStream(8, 0).FillNormal(0, values);
        return new PointSet(values, encoding.Names);
    }

    private static string TableFileText(Table table)
    {
        using var text = new StringWriter();
        TableFile.Write(table, text);
        return text.ToString();
    }
}
