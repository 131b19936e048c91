using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>Conditions and blanks of columns that follow from others, by a model that has learned next to nothing.</summary>
public sealed class DependentColumnTests
{
    private static readonly string[] Cities = ["Ulm", "Bonn", "Nice", "Lyon", "Graz"];
    private static readonly string[] Countries = ["DE", "DE", "FR", "FR", "AT"];

    [Theory]
    [InlineData("country=AT", "Graz", 1.0)]
    [InlineData("country=DE", "Ulm Bonn", null)]
    [InlineData("country=DE|AT", "Ulm Bonn Graz", null)]
    [InlineData("city=Nice", "Nice", 1.0)]
    [InlineData("city=Nice|Ulm", "Nice Ulm", null)]
    public void Rows_keep_them_under_conditions(string where, string cities, double? share)
    {
        using var model = Model();
        var rows = model.SampleWhere(200, new TableConditions { Where = [where] }, Quick);
        for (var row = 0; row < 200; row++)
            Assert.Equal(Countries[Array.IndexOf(Cities, rows.Table["city"].Text(row))], rows.Table["country"].Text(row));
        Assert.Equal(cities.Split(' ').Order(), Enumerable.Range(0, 200).Select(rows.Table["city"].Text).Distinct().Order());
        if (share is { } wanted)
            Assert.Equal(wanted, 200.0 / rows.Drawn);
        else
            Assert.True(rows.Drawn > 200);
    }

    [Theory]
    [InlineData("country=FR", "city=Ulm")]
    [InlineData("country=FR|AT", "city=Ulm")]
    [InlineData("country=AT", "city=Ulm|Lyon")]
    [InlineData("country=AT|FR", "city=Ulm|Bonn")]
    [InlineData("country=AT", "city=Ulm", false)]
    public void Conditions_that_contradict_them_are_refused(string one, string other, bool gives = true)
    {
        using var model = Model(gives: gives);
        var refusal = Assert.Throws<TableConditionException>(
            () => model.SampleWhere(5, new TableConditions { Where = [one, other] }, Quick));
        Assert.Equal(new[] { one, other }.Order(), refusal.Conditions.Order());
        Assert.Contains("one of these columns says what the other is; leave one out.", refusal.Message);
    }

    [Fact]
    public void Blanks_are_filled_with_what_they_say()
    {
        using var model = Model();
        var table = Read("city,country,tons\n" + string.Concat(Enumerable.Range(0, 40).Select(row =>
            $"{(row % 4 < 2 ? "" : Cities[row % 5])},{(row % 4 is 0 or 2 ? "" : Countries[row % 5])},0.{row:D2}\n")));
        var filled = model.Impute(table, draws: 3, Quick);
        Assert.Equal(0, filled.LeftBlank);
        foreach (var draw in filled.Draws)
        {
            for (var row = 0; row < 40; row++)
            {
                var city = Array.IndexOf(Cities, draw["city"].Text(row));
                Assert.Equal(Countries[city], draw["country"].Text(row));
                if (row % 4 == 1)
                    Assert.Equal(Countries[row % 5], draw["country"].Text(row));
                if (row % 4 >= 2)
                    Assert.Equal(row % 5, city);
            }
        }
    }

    [Fact]
    public void Of_many_texts_one_that_agrees_is_found_at_once()
    {
        // Fifty towns, of which one is in a land of its own.
        using var model = Model(Read("town,land,tons\n" + string.Concat(Enumerable.Range(0, 900).Select(row =>
            $"t{row % 50},{(row % 50 == 7 ? "N" : row % 2 == 0 ? "S" : "W")},0.{row * row % 97:D2}\n"))));
        var rows = model.SampleWhere(100, new TableConditions { Where = ["land=S"] }, Quick);
        Assert.Equal(100, rows.Drawn);
        var towns = Enumerable.Range(0, 100).Select(row => int.Parse(rows.Table["town"].Text(row)[1..])).ToArray();
        Assert.All(towns, town => Assert.Equal(0, town % 2));
        Assert.True(towns.Distinct().Count() > 10);
        Assert.All(Enumerable.Range(0, 100), row => Assert.Equal("S", rows.Table["land"].Text(row)));
        var filled = model.Impute(Read("town,land,tons\n,N,0.5\n,S,0.75\nt9,,0.25\n"), 1, Quick).Draws[0];
        Assert.Equal(("t7", "W"), (filled["town"].Text(0), filled["land"].Text(2)));
        Assert.Equal(0, int.Parse(filled["town"].Text(1)[1..]) % 2);
    }

    [Fact]
    public void A_blank_that_follows_is_one_in_each_draw_by_itself()
    {
        // Graz has no country, so its blanks are what they have to be.
        using var model = Model(city => city == 4 ? "" : Countries[city]);
        var table = Read("city,country,tons\nGraz,,0.51\nUlm,,0.52\nNice,FR,0.53\n,,0.54\n");
        var draws = model.Impute(table, 40, Quick).Draws;
        Assert.All(draws, draw => Assert.Equal(("", "DE"), (draw["country"].Text(0), draw["country"].Text(1))));
        Assert.All(draws, draw => Assert.Equal(
            draw["city"].Text(3) == "Graz" ? "" : Countries[Array.IndexOf(Cities, draw["city"].Text(3))], draw["country"].Text(3)));
        Assert.InRange(draws.Count(draw => draw["city"].Text(3) == "Graz"), 1, 39);
    }

    [Fact]
    public void What_the_last_of_a_chain_says_holds_for_the_first()
    {
        // A town says its land and that its coast, of which only the last is known.
        using var model = Model(Read("town,land,coast,tons\n" + string.Concat(Enumerable.Range(0, 900).Select(row =>
            $"t{row % 8},l{row % 8 / 2},{(row % 8 < 6 ? "no" : "yes")},0.{row * row % 97:D2}\n"))));
        var table = Read("town,land,coast,tons\n" + string.Concat(Enumerable.Range(0, 60).Select(row =>
            $"{(row < 2 ? $"t{row}" : "")},{(row < 2 ? $"l{row}" : "")},{(row % 2 == 0 ? "no" : "yes")},0.{row:D2}\n")));
        var draw = model.Impute(table, 1, Quick).Draws[0];
        for (var row = 2; row < 60; row++)
        {
            var town = int.Parse(draw["town"].Text(row)[1..]);
            Assert.Equal(($"l{town / 2}", row % 2 == 0), (draw["land"].Text(row), town < 6));
        }

        var rows = model.SampleWhere(100, new TableConditions { Where = ["coast=yes"] }, Quick).Table;
        Assert.All(Enumerable.Range(0, 100), row => Assert.Equal(("l3", true), (rows["land"].Text(row), rows["town"].Text(row) is "t6" or "t7")));
    }

    [Fact]
    public void Summaries_have_values_of_their_columns_that_go_together()
    {
        // Prices of goods, of which a mean would be none; tons of two places have means.
        string[] prices = ["4.95", "12.5", "25", "40"];
        using var model = Model(Read("item,price,fee,tons\n" + string.Concat(Enumerable.Range(0, 400).Select(row =>
            $"i{row % 4},{prices[row % 4]},{(row * row % 7 < 3 ? "0" : "4.95")},0.{row * row % 97:D2}\n"))));
        var table = Read("item,price,fee,tons\n,,,0.51\n,,,0.52\n,4.95,,\ni1,,0,0.53\ni2,25,4.95,0.54\n");
        var (filled, spreads) = model.Impute(table, 30, Quick).Summarize();
        for (var row = 0; row < 5; row++)
        {
            Assert.Equal(prices[filled["item"].Text(row)[1] - '0'], filled["price"].Text(row));
            Assert.Contains(filled["fee"].Text(row), new[] { "0", "4.95" });
        }

        var fees = spreads.Single(spread => spread.Column == "fee");
        Assert.Contains(((NumberColumn)fees.Low!).Values[0], new[] { 0, 4.95 });
        Assert.Contains(((NumberColumn)fees.High!).Values[0], new[] { 0, 4.95 });
    }

    [Fact]
    public void Of_a_number_that_no_row_had_nothing_is_known()
    {
        // Thirty towns and their people: a later census has others.
        using var model = Model(Read("town,people,tons\n" + string.Concat(Enumerable.Range(0, 900).Select(row =>
            $"t{row % 30},{1_000 + row % 30 * row % 30 * 7},0.{row * row % 97:D2}\n"))));
        var filled = model.Impute(Read("town,people,tons\n,1234,0.5\nt1,1235,0.25\n"), 1, Quick);
        Assert.Equal(0, filled.LeftBlank);
        Assert.Equal("1234", filled.Draws[0]["people"].Text(0));
    }

    private static SamplingOptions Quick => new() { Sampler = new DpmSolverSampler { Steps = 6 } };

    private static Table Read(string text) => TableFile.Read(new StringReader(text), "trips.csv");

    private static TableModel Model(Func<int, string>? country = null, bool gives = true) =>
        Model(gives: gives, table: Read("city,country,tons\n" + string.Concat(Enumerable.Range(0, 300).Select(row =>
            $"{Cities[row % 5]},{country?.Invoke(row % 5) ?? Countries[row % 5]},0.{row * row % 97:D2}\n"))));

    private static TableModel Model(Table table, bool gives = true)
    {
        var encoding = TableEncoding.Fit(table);
        var recipe = TableRules.Recipe(table.Rows, encoding) with { Denoiser = new ScaleSpaceDenoiser { Width = 16 } };
        recipe = gives ? recipe : recipe with { Conditions = null };
        using var trainer = new Trainer(
            recipe, encoding.Encode(table), new TrainingOptions { Steps = 2, BatchSize = 16, Conditions = gives ? 0.5 : 0 },
            Standardization.Identity(encoding.Names.Count));
        return new TableModel(trainer.Run(), encoding);
    }
}
