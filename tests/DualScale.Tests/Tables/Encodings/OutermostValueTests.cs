using DualScale.Numerics;
using DualScale.Tables;
using MathNet.Numerics.Distributions;

namespace DualScale.Tests.Data;

/// <summary>The ends of columns without a step.</summary>
public sealed class OutermostValueTests
{
    [Theory]
    [InlineData(28, false)]
    [InlineData(200, true)]
    public void Outermost_of_values_without_a_step_are_in_the_middle_of_their_share(int rows, bool bounded)
    {
        // Where nothing lies beyond the rows, the least of n is at 1/2n, and no row is eight deviations out.
        var draws = new RandomStream(4, 9);
        double[] values = [.. Enumerable.Range(0, rows).Select(i => draws.Bits((ulong)i) / 4294967296.0 + 1e-9)];
        var kind = new ContinuousKind { Bounded = bounded, Format = new NumberFormat { Scientific = true } };
        var schema = new ColumnSchema("a", kind);
        var encoding = TableEncoding.Fit(new Table([new NumberColumn(schema, values)]));
        var encoded = encoding.Encode(new Table([new NumberColumn(schema, values)]), seed: 3);
        var scores = encoded.Values.ToArray();
        Assert.Equal(Normal.InvCDF(0, 1, 0.5 / rows), scores[Array.IndexOf(values, values.Min())], 0.05);
        Assert.Equal(-Normal.InvCDF(0, 1, 0.5 / rows), scores[Array.IndexOf(values, values.Max())], 0.05);
        var decoded = (NumberColumn)encoding.Decode(new PointSet([-8, 8, .. scores], encoding.Names))["a"];
        Assert.Equal([values.Min(), values.Max()], decoded.Values[..2].ToArray());
        Assert.Equal(values.Min(), decoded.Values[2 + Array.IndexOf(values, values.Min())], 1e-6);
    }

    [Fact]
    public void Column_without_a_step_that_is_never_zero_does_not_become_it()
    {
        var draws = new RandomStream(4, 9);
        double[] values = [.. Enumerable.Range(0, 200).Select(i => draws.Uniform((ulong)i) + 1e-3)];
        var schema = new ColumnSchema("a", new ContinuousKind { Format = new NumberFormat { Scientific = true } });
        var encoding = TableEncoding.Fit(new Table([new NumberColumn(schema, values)]));
        var decoded = (NumberColumn)encoding.Decode(new PointSet([-8, -5, -3], encoding.Names))["a"];
        Assert.All(decoded.Values.ToArray(), value => Assert.InRange(value, values.Min() / 2, values.Max()));
        Assert.Equal(values.Min() / 2, decoded.Values[0], 1e-12);
    }
}
