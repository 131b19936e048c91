using DualScale.Diffusion;
using DualScale.Tables;
using MathNet.Numerics.Distributions;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>Values that are given beyond those of the training, with exact denoisers.</summary>
public sealed class GivenBeyondTests
{
    private const int Rows = 600;
    private const int Draws = 400;
    private static readonly SamplingOptions Quick = new() { Sampler = new DpmSolverSampler { Steps = 25 }, Seed = 3 };

    [Fact]
    public void Numbers_by_their_quantiles_count_as_the_outermost_of_the_training()
    {
        // y is a score itself, and x falls off fast enough below that 0.001 is far beyond all that its tail has.
        var scores = Enumerable.Range(0, Rows).Select(i => Normal.InvCDF(0, 1, (i + 0.5) / Rows)).ToArray();
        var encoding = TableEncoding.Fit(Table([.. scores.Select(z => 1000 * Math.Exp(0.1 * z))], scores));
        var law = new NormalLaw(new[,] { { 1, 0.9 }, { 0.9, 1 } });
        using var model = new TableModel(NormalDenoiser.Model(law, Standardization.Identity(2)), encoding);
        var least = 1000 * Math.Exp(0.1 * scores[0]);
        var table = Table([least, 0.001, 1e9], [double.NaN, double.NaN, double.NaN]);
        var filled = model.Impute(table, Draws, Quick);

        // The middle of the outermost 1/602; tails bend what lies beyond the rows a little.
        var outermost = Normal.InvCDF(0, 1, 0.5 / (Rows + 2));
        double[] means = [.. Enumerable.Range(0, 3).Select(
            row => filled.Draws.Average(draw => ((NumberColumn)draw["y"]).Values[row]))];
        Assert.Equal(0.9 * outermost, means[1], 0.4);
        Assert.Equal(-0.9 * outermost, means[2], 0.4);
        Assert.Equal(means[0], means[1], 0.4);
        Assert.Equal([least, 0.001, 1e9], ((NumberColumn)filled.Draws[0]["x"]).Values.ToArray());
    }

    [Fact]
    public void Numbers_by_mean_and_deviation_count_as_the_outermost_of_the_training()
    {
        // The x of the table go from 1 to 7.
        using var model = MixedDenoiser.Model();
        var (beyond, least) = (Drawn("x=-8"), Drawn("x=1"));
        Assert.All(Enumerable.Range(0, Draws), row => Assert.Equal("-8", beyond["x"].Text(row)));
        Assert.Equal(Mean(least), Mean(beyond), 1e-6);

        Table Drawn(string where) => model.SampleWhere(Draws, new TableConditions { Where = [where] }, Quick).Table;
        double Mean(Table table) => ((NumberColumn)table["y"]).Values.ToArray().Average();
    }

    private static Table Table(double[] x, double[] y)
    {
        var kind = new ContinuousKind { Format = new NumberFormat { MaxPlaces = 5 } };
        return new Table([new NumberColumn(new ColumnSchema("x", kind), x), new NumberColumn(new ColumnSchema("y", kind), y)]);
    }
}
