using DualScale.Diffusion;
using DualScale.Tables;
using DualScale.Tests.Diffusion.Guidance;

namespace DualScale.Tests.Diffusion;

/// <summary>What is measured of a joint normal, and how much of it is believed.</summary>
public sealed class JointNormalFitTests
{
    private const int Columns = 6;

    [Fact]
    public void Correlations_that_few_rows_do_not_show_are_left_out()
    {
        // Of independent columns most of what 20 rows show is chance, and of 200,000 rows nothing is left out.
        var independent = new PointSet(new NormalLaw(Identity(8)).Draw(20, seed: 3), PointSet.DefaultNames(8));
        var few = JointNormal.Fit(independent, [.. Enumerable.Range(0, 8)]);
        Assert.InRange(few.Variances.Max() / few.Variances.Min(), 1, 3.5);
        var law = NormalLaw.Correlated(Columns);
        var rows = new PointSet(law.Draw(200_000, seed: 9), PointSet.DefaultNames(Columns));
        var sure = JointNormal.Fit(rows, [.. Enumerable.Range(0, Columns)]);
        Assert.Equal(Columns, sure.Variances.Sum(), 0.05);
        for (var i = 0; i < Columns; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                var covariance = Enumerable.Range(0, Columns)
                    .Sum(k => sure.Variances[k] * sure.Directions[k * Columns + i] * sure.Directions[k * Columns + j]);
                Assert.Equal(law.Covariance[i, j], covariance, 0.01);
            }
        }
    }

    [Fact]
    public void Nothing_is_believed_of_a_few_rows_or_of_columns_that_do_not_vary()
    {
        // Two rows lie on a line, whatever their law.
        var line = JointNormal.Fit(new PointSet([1, 2, 3, -1, 0, 4], ["a", "b", "c"]), [0, 1, 2]);
        Assert.Equal([0.25, 1, 1], line.Variances.Order().Select(variance => Math.Round(variance, 5)));

        // Two equal columns are one, beside however many constant ones.
        var equal = new PointSet(
            [.. Enumerable.Range(0, 20).SelectMany(i => (float[])[i % 5 - 2, i % 5 - 2, 3, 3, 3, 3, 3, 3])],
            PointSet.DefaultNames(8));
        var law = JointNormal.Fit(equal, [.. Enumerable.Range(0, 8)]);
        Assert.Equal(4, law.Variances.Max(), 1e-4);
        Assert.Equal(7, law.Variances.Count(variance => variance == 1e-4f));
    }

    private static double[,] Identity(int size)
    {
        var matrix = new double[size, size];
        for (var i = 0; i < size; i++)
            matrix[i, i] = 1;
        return matrix;
    }
}
