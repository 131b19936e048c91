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
        Assert.Equal(["country=city", "rate=country", "zone=rate"], Found(Trips(400)));
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
        Assert.DoesNotContain("rate=country", Found(Trips(4_000, row => row == 3_999 ? "0.25" : null)));
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
            $"d{(int)(6 * random.Uniform((ulong)row + 1000))}", row == 5 ? "x" : "y", $"0.{(int)(1_000_000 * random.Uniform((ulong)row + 2000)):D6}"));
        Assert.Empty(Found(table));
    }

    [Fact]
    public void Enough_rows_make_one_that_fewer_do_not()
    {
        // Of coins each agreement counts ln 2, of which 25 nats take 37, and each side has a first row that says nothing.
        Assert.Empty(Found(Coins(38)));
        Assert.Equal(["b=a"], Found(Coins(39)));

        static Table Coins(int rows) => Read("a,b,c\n", rows, row => $"{(row % 2 == 0 ? "x" : "y")},{(row % 2 == 0 ? "u" : "v")},{row * row % 89}.5");
    }

    [Fact]
    public void Numbers_that_no_row_had_say_nothing()
    {
        // Ages with gaps: between them a network draws others, whose flag is its own.
        var table = Read("age,grown,mass\n", 600, row => $"{4 * (row % 20)},{(row % 20 >= 5 ? "yes" : "no")},{row % 83}.25");
        Assert.Equal(["grown=age"], Found(table));
        var encoding = TableEncoding.Fit(table);
        var rows = encoding.Decode(Noise(encoding, 1_000));
        for (var row = 0; row < rows.Rows; row++)
        {
            var age = ((NumberColumn)rows["age"]).Values[row];
            if (age is >= 0 and <= 76)
                Assert.Equal(age >= 20 ? "yes" : "no", rows["grown"].Text(row));
        }
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
            ("determinant", -1), ("determinant", 99), ("determinant", null), ("dependent", "x"), ("determinant", 1),
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
