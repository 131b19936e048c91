using DualScale.Tables;
using MathNet.Numerics.Distributions;

namespace DualScale.Tests.Data;

public sealed class TailShapeTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0)]
    [InlineData(-0.3)]
    public void Shape_and_scale_of_a_generalised_pareto_law_are_found(double shape)
    {
        // What exceeds a threshold of such a law follows it with the same shape; the scale at the last value is 2 + shape·last.
        const int Rows = 20_000;
        double Quantile(double above) =>
            shape == 0 ? -2 * Math.Log(above) : 2 * (Math.Pow(above, -shape) - 1) / shape;
        double[] outermost = [.. Enumerable.Range(0, Rows).Select(i => Quantile((i + 0.5) / Rows))];
        var fitted = TailShape.Fit(outermost);
        Assert.Equal(shape, fitted.Shape, 0.03);
        Assert.InRange(fitted.Scale / (2 + shape * outermost[0]), 0.8, 1.25);
        Assert.Equal(0.1, fitted.ShareBeyond(fitted.Distance(0.1)), 1e-9);
    }

    [Theory]
    [InlineData(10_000, 100, 0)]
    [InlineData(10_000, 100, 1)]
    [InlineData(1_000, 30, 1)]
    [InlineData(200, 60, 0)]
    public void Amounts_among_zeros_go_on_as_the_amounts_do(int rows, int positive, int law)
    {
        // Evenly up to 100, or exponential of mean 100; all others are 0.
        double Amount(double above) => law == 0 ? 100 * (1 - above) : -100 * Math.Log(above);
        double[] outermost = [.. Enumerable.Range(0, rows).Select(i => i < positive ? Amount((i + 0.5) / positive) : 0)];
        var fitted = TailShape.Fit(outermost);
        Assert.InRange(fitted.Distance(0.5), 0, law == 0 ? 5 : 120);

        // The column's mean, in the middles of shares of what comes back of it.
        double[] sorted = [.. outermost.Reverse()];
        var map = QuantileMap.Fit(sorted, new ContinuousKind { Format = new NumberFormat { MaxPlaces = 4 } });
        const int Draws = 200_000;
        Assert.Equal(1, Enumerable.Range(0, Draws).Average(i => Drawn(map, i, Draws)) / outermost.Average(), 0.1);
    }

    [Fact]
    public void Few_amounts_among_zeros_end_at_the_largest()
    {
        double[] outermost = [.. Enumerable.Range(0, 1000).Select(i => i < 8 ? 90 - 10.0 * i : 0)];
        Assert.Equal(TailShape.None, TailShape.Fit(outermost));
    }

    [Fact]
    public void Amounts_that_one_row_each_has_among_zeros_are_not_given_back_to_the_cent()
    {
        var amounts = Enumerable.Range(0, 50).Select(i => Math.Round(20 + i * i * 1.37, 2)).ToHashSet();
        double[] sorted = [.. Enumerable.Repeat(0.0, 950), .. amounts];
        var map = QuantileMap.Fit(sorted, new ContinuousKind { Format = new NumberFormat { MaxPlaces = 2 } });
        double[] drawn = [.. Enumerable.Range(0, 4000).Select(i => Drawn(map, i, 4000))];
        Assert.Equal(0.95, drawn.Count(value => value == 0) / 4000.0, 0.002);
        Assert.InRange(drawn.Count(amounts.Contains), 0, 60);

        // Marks from 1 to 6, of which one is rare, are marks.
        double[] marks = [.. Enumerable.Range(0, 200).Select(i => i == 0 ? 6.0 : 1 + i % 4).Order()];
        var ofMarks = QuantileMap.Fit(marks, new ContinuousKind { Format = new NumberFormat { MaxPlaces = 1 } });
        Assert.Equal([1, 2, 3, 4, 6], Enumerable.Range(0, 2000).Select(i => Drawn(ofMarks, i, 2000)).Distinct().Order());
    }

    // What comes back in the middle of a share of so many.
    private static double Drawn(QuantileMap map, int share, int shares) =>
        map.Value(Normal.InvCDF(0, 1, (share + 0.5) / shares));

    [Fact]
    public void Tail_goes_on_where_the_moments_give_a_law_that_ends_before_the_last_value()
    {
        // Thirty exceedances of a mean of 1.4 whose largest is 5: a law of shape -1/2 and this mean ends at 4.2.
        double[] outermost =
            [5, .. Enumerable.Range(0, 29).Select(i => 2.5 - 2.45 * i / 28), .. Enumerable.Range(0, 570).Select(i => -i)];
        var (mean, fitted) = (outermost[..30].Average(), TailShape.Fit(outermost));
        Assert.InRange(fitted.Shape, -0.49, 0);

        // By the plain formula: the law of the fitted shape and of this mean, and the share of it beyond the last value.
        var scale = mean * (1 - fitted.Shape);
        Assert.Equal(0.1 / 30, Math.Pow(1 + fitted.Shape * 5 / scale, -1 / fitted.Shape), 1e-9);
        Assert.Equal(scale + fitted.Shape * 5, fitted.Scale, 1e-9);
    }
}
