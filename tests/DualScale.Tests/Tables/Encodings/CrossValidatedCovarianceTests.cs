using DualScale.Numerics;
using DualScale.Tables;
using MathNet.Numerics.LinearAlgebra;

namespace DualScale.Tests.Data;

public sealed class CrossValidatedCovarianceTests
{
    [Theory]
    [InlineData(23, 4)]
    [InlineData(60, 9)]
    [InlineData(12, 20)]
    public void It_is_the_formula_s(int rows, int columns)
    {
        // The third column is the others' sum, so that there is a direction by which no row varies.
        var points = Rows(rows, columns, column => column == 1 ? 0.1 : 1);
        foreach (var row in points)
            row[2] = row[0] + row[3];
        var (found, expected) = (Covariance(points), Plain(points));
        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j < columns; j++)
                Assert.Equal(expected[i, j], found[i, j], 1e-9);
        }
    }

    [Fact]
    public void Relation_of_two_columns_stays_as_narrow_as_it_is_beside_others_that_are_noise()
    {
        // The other 105 correlations of 300 rows are 0.046 on the average.
        var covariance = Covariance(Rows(300, 17, column => column == 1 ? 0.03 : 1));
        double Correlation(int i, int j) => covariance[i, j] / Math.Sqrt(covariance[i, i] * covariance[j, j]);
        Assert.InRange(Correlation(0, 1), 0.999, 0.9997);
        Assert.InRange(Enumerable.Range(2, 15).Average(i => Enumerable.Range(2, i - 2).Sum(j => Math.Abs(Correlation(i, j)))) / 7,
            0, 0.03);
    }

    [Theory]
    [InlineData(300, 3)]
    [InlineData(300, 40)]
    [InlineData(100, 15)]
    public void Sum_of_two_columns_stays_their_sum(int rows, int columns)
    {
        var points = Rows(rows, columns, _ => 1);
        foreach (var row in points)
            row[2] = row[0] + row[1] + 0.02 * row[2];
        var covariance = Covariance(points);
        double[] sides = [-1, -1, 1];
        var variance = (from i in Enumerable.Range(0, 3)
                        from j in Enumerable.Range(0, 3)
                        select sides[i] * sides[j] * covariance[i, j]).Sum();
        Assert.InRange(Math.Sqrt(variance), 0.015, 0.025);
    }

    // In one row of 300, in two, and in every fifth.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, 5)]
    public void Rare_values_and_those_that_come_again_and_again_leave_other_relations_alone(int first, int every)
    {
        var points = Rows(300, 6, column => column == 1 ? 0.03 : 1);
        foreach (var (i, row) in points.Index())
        {
            // Three words, in columns each.
            var word = i < first || (every > 0 && i % every == 0) ? 0 : 1 + i % 2;
            for (var k = 0; k < 3; k++)
                row[3 + k] = word == k ? 1 : 0;
        }

        var covariance = Covariance(points);
        Assert.InRange(covariance[0, 1] / Math.Sqrt(covariance[0, 0] * covariance[1, 1]), 0.999, 0.9998);
        Assert.True(covariance[3, 3] > 1e-3, $"{covariance[3, 3]}");
    }

    [Fact]
    public void Fewer_than_ten_rows_and_constant_columns_tell_nothing_of_pairs()
    {
        var few = Covariance(Rows(9, 3, column => column == 1 ? 0.03 : 1));
        Assert.Equal(0, few[0, 1]);
        Assert.True(few[0, 0] > 0);
        var constant = Rows(50, 3, _ => 1);
        foreach (var row in constant)
            row[2] = 5;
        var covariance = Covariance(constant);
        Assert.Equal([0, 0, 0], new[] { covariance[2, 0], covariance[2, 1], covariance[2, 2] });
        Assert.NotEqual(0, covariance[0, 1]);
    }

    // Normals; the second column is the first one and as much noise as asked for.
    private static double[][] Rows(int rows, int columns, Func<int, double> noise)
    {
        var z = new float[rows * columns];
        new RandomStream(4, 0).FillNormal(0, z);
        return [.. z.Chunk(columns).Select(row => (double[])[
            .. row.Select((value, column) => (column == 1 ? row[0] : 0) + noise(column) * value)])];
    }

    private static Matrix<double> Covariance(double[][] rows)
    {
        var covariance = new CrossValidatedCovariance(rows[0].Length);
        double[] mean = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];
        foreach (var row in rows)
            covariance.Add([.. row.Select((value, i) => value - mean[i])]);
        return covariance.Of(rows.Length, least: 1e-4);
    }

    // Row by row. Along a direction lies, squared, what a held-out row shares with it of each direction of the others, of those
    // by which they do not vary together; where these are there for want of rows, of their mean. Numbers that do not fall are the
    // largest of means up to a place, each the least of those that end behind it.
    private static Matrix<double> Plain(double[][] rows)
    {
        var (size, draws) = (rows[0].Length, new RandomStream(0, 19UL << 56));
        var points = Matrix<double>.Build.DenseOfRowArrays(rows);
        var mean = points.ColumnSums() / rows.Length;
        var deviations = Matrix<double>.Build.DenseOfRows(points.EnumerateRows().Select(row => row - mean));
        var scale = deviations.ColumnNorms(2) / Math.Sqrt(rows.Length);
        var scaled = deviations.MapIndexed((_, column, value) => value / scale[column]);
        int[] folds = [.. Enumerable.Range(0, rows.Length).Select(row => draws.Below((ulong)row, 5))];
        var directions = (scaled.Transpose() * scaled).Evd(Symmetricity.Symmetric).EigenVectors;
        var along = new double[size];
        for (var fold = 0; fold < 5; fold++)
        {
            Vector<double>[] others = [.. scaled.EnumerateRows().Where((_, row) => folds[row] != fold)];
            var centre = others.Aggregate((one, other) => one + other) / others.Length;
            var evd = others.Select(row => (row - centre).OuterProduct(row - centre)).Aggregate((one, other) => one + other)
                .Evd(Symmetricity.Symmetric);
            bool[] flat = [.. evd.EigenValues.Select(value => value.Real < 1e-7)];
            foreach (var row in scaled.EnumerateRows().Where((_, row) => folds[row] == fold))
            {
                double[] share = [.. evd.EigenVectors.EnumerateColumns().Select(vector => vector * (row - centre))];
                for (var k = 0; k < size; k++)
                {
                    double[] overlap = [.. evd.EigenVectors.EnumerateColumns().Select(vector => vector * directions.Column(k))];
                    int[] of = [.. Enumerable.Range(0, size).Where(j => flat[j])];
                    var together = rows.Length > size ? Math.Pow(of.Sum(j => share[j] * overlap[j]), 2)
                        : of.Sum(j => overlap[j] * overlap[j]) * of.Average(j => share[j] * share[j]);
                    along[k] += (together + Enumerable.Range(0, size).Except(of).Sum(
                        j => Math.Pow(share[j] * overlap[j], 2))) / rows.Length;
                }
            }
        }

        double[] rising = [.. Enumerable.Range(0, size).Select(k => Enumerable.Range(0, k + 1).Max(
            first => Enumerable.Range(k, size - k).Min(last => along[first..(last + 1)].Average())))];
        return (size / rising.Sum() * directions * Matrix<double>.Build.DenseOfDiagonalArray(rising) * directions.Transpose())
            .MapIndexed((i, j, value) => value * scale[i] * scale[j]);
    }
}
