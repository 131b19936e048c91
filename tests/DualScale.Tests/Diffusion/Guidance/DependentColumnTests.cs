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
    public void Conditions_that_contradict_them_are_refused(string one, string other)
    {
        using var model = Model();
        var refusal = Assert.Throws<TableConditionException>(
            () => model.SampleWhere(5, new TableConditions { Where = [one, other] }, Quick));
        Assert.Equal(new[] { one, other }.Order(), refusal.Conditions.Order());
        Assert.Contains("one of columns 'c", refusal.Message);
        Assert.Contains("says what the other is; leave one out.", refusal.Message);
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
    public void A_blank_that_follows_stays_one()
    {
        // Graz has no country, so its blanks are what they have to be.
        using var model = Model(city => city == 4 ? "" : Countries[city]);
        var table = Read("city,country,tons\nGraz,,0.51\nUlm,,0.52\nNice,FR,0.53\n");
        var draw = Assert.Single(model.Impute(table, 1, Quick).Draws);
        Assert.Equal(("", "DE"), (draw["country"].Text(0), draw["country"].Text(1)));
    }

    private static SamplingOptions Quick => new() { Sampler = new DpmSolverSampler { Steps = 6 } };

    private static Table Read(string text) => TableFile.Read(new StringReader(text), "trips.csv");

    private static TableModel Model(Func<int, string>? country = null)
    {
        var table = Read("city,country,tons\n" + string.Concat(Enumerable.Range(0, 300).Select(row =>
            $"{Cities[row % 5]},{country?.Invoke(row % 5) ?? Countries[row % 5]},0.{row * row % 97:D2}\n")));
        var encoding = TableEncoding.Fit(table);
        var recipe = TableRules.Recipe(table.Rows, encoding) with { Denoiser = new ScaleSpaceDenoiser { Width = 16 } };
        using var trainer = new Trainer(
            recipe, encoding.Encode(table), new TrainingOptions { Steps = 2, BatchSize = 16, Conditions = 0.5 },
            Standardization.Identity(encoding.Names.Count));
        return new TableModel(trainer.Run(), encoding);
    }
}
