using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Tests.Evaluation.Quality;
using DualScale.Training;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>A number that is given as blank, of two that are nearly the same.</summary>
public sealed class GivenBlankTests
{
    private const int Rows = 1000;

    [Fact]
    public void Given_blank_says_nothing_of_the_number_that_would_be_there()
    {
        using var model = Model(withDiscrete: true);
        var rows = model.SampleWhere(2000, new TableConditions { Where = ["b="] }).Table;
        Assert.Equal(2000, rows["b"].Blanks);

        // A standard normal, as of all rows: blanks are at random. The error of a deviation is 0.016 of 2,000 draws and 0.022 of
        // 1,000 rows.
        var a = rows.Values("a");
        Assert.Equal(1, Math.Sqrt(a.Average(value => value * value)), 0.12);
        var given = model.SampleWhere(2000, new TableConditions { Where = ["b=1.5"] }).Table.Values("a");
        Assert.InRange(Math.Sqrt(given.Average(value => (value - given.Average()) * (value - given.Average()))), 0, 0.3);
    }

    [Fact]
    public void Models_without_discrete_columns_take_blanks_too()
    {
        using var model = Model(withDiscrete: false);
        Assert.Empty(model.Model.Recipe.BlankNumbers);
        Assert.Equal(50, model.SampleWhere(50, new TableConditions { Where = ["b="] }).Table["b"].Blanks);
        var table = new Table([MadeTable.Numbers("a", double.NaN, 1), MadeTable.Numbers("b", double.NaN, 1)]);
        var filled = model.Impute(table, columns: new ColumnSelection(["a"])).Draws.Single();
        Assert.Equal((0, 1), (filled["a"].Blanks, filled["b"].Blanks));
    }

    private static NumberColumn Numbers(string name, double[] values) =>
        new(new ColumnSchema(name, new ContinuousKind { Format = new NumberFormat { MaxPlaces = 3 } }), values);

    private static TableModel Model(bool withDiscrete)
    {
        var (z, u) = (new float[2 * Rows], new float[Rows]);
        new RandomStream(3, 0).FillNormal(0, z);
        new RandomStream(3, 1).FillUniform(0, u);
        var table = new Table([
            Numbers("a", [.. Enumerable.Range(0, Rows).Select(row => (double)z[2 * row])]),
            Numbers("b", [.. Enumerable.Range(0, Rows).Select(
                row => u[row] < 0.3 ? double.NaN : z[2 * row] + 0.1 * z[2 * row + 1])])]);
        var encoding = TableEncoding.Fit(table);
        var recipe = DiffusionRecipe.ScaleSpace with
        {
            Denoiser = new ScaleSpaceDenoiser { Width = 16, Blocks = 1, Frequencies = 2 },
            JointNormal = true,
            Conditions = new ColumnGroups(encoding.Widths),
            Discrete = withDiscrete ? encoding.Discrete : [],
        };
        var options = TrainingOptions.ScaleSpace with { Steps = 20, BatchSize = 64, ReferenceRows = 0, Conditions = 0.5 };
        using var trainer = new Trainer(recipe, encoding.Encode(table), options, Standardization.Identity(encoding.Names.Count));
        return new TableModel(trainer.Run(), encoding);
    }
}
