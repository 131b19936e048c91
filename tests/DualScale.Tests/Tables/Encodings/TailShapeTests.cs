using DualScale.Tables;

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
