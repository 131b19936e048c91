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
}
