using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Tests.Diffusion.Likelihood;

/// <summary>The density of the dinosaur's 142 blobs, by their exact denoiser, against the sum of 142 normals.</summary>
public sealed class DinosaurDensityTests
{
    private const double Least = 0.002, Most = 200;

    // Units of the network in which blobs are round: the rows' own, less their middle, by 25.
    private const double Unit = 25, MiddleX = 54, MiddleY = 48;
    private const double Variance = 0.15 * 0.15 / (Unit * Unit);
    private static readonly double[] Units = [Unit * 4 / MiddleX, Unit * 4 / MiddleY];
    private static readonly (double X, double Y)[] Centres =
        [.. Datasaurus.Rows("dino").Select(row => ((row.X - MiddleX) / Unit, (row.Y - MiddleY) / Unit))];

    [Fact]
    [Trait("Category", "Slow")]
    public void Sums_to_one_over_a_grid_with_noise_as_wide_as_its_cells_on_top()
    {
        const int Cells = 48;
        const double Low = -2.4, Step = 4.8 / Cells, Noise = 0.6 * Step;
        using var model = Model();
        var points = Points(Cells, (Low, Low), Step);
        var likelihood = model.LogLikelihood(points, new LikelihoodOptions { Tolerance = 0.01, Blur = Noise });
        Assert.Equal(1, likelihood.Rows.Sum(Math.Exp) * Step * Step * Units[0] * Units[1], 0.003);

        // Far out, where nothing ever is, ways part between blobs and steps are as short as they may be.
        var exact = Exact(points, Noise);
        double[] Likely(IReadOnlyList<double> rows) => [.. rows.Where((_, row) => exact[row] > -20)];
        Likely(likelihood.Rows).ShouldBeCloseTo(Likely(exact), 0.05, 0, "density with noise");
    }

    // Blobs are narrower than they are apart, so a grid of the whole would take a million points.
    [Theory]
    [InlineData(0)]
    [InlineData(70)]
    public void Around_a_blob_it_is_the_true_one_and_sums_to_its_mass(int blob)
    {
        const int Cells = 14;
        var deviation = Math.Sqrt(Variance + Least * Least);
        var step = 10 * deviation / Cells;
        using var model = Model();
        var points = Points(Cells, (Centres[blob].X - 5 * deviation, Centres[blob].Y - 5 * deviation), step);
        var likelihood = model.LogLikelihood(points, new LikelihoodOptions { Tolerance = 0.01 });
        var exact = Exact(points, Least);
        likelihood.Rows.ShouldBeCloseTo(exact, 0.03, 1e-3, "density");

        // Its own 142nd, and what neighbours have there.
        var mass = likelihood.Rows.Sum(Math.Exp) * step * step * Units[0] * Units[1];
        Assert.InRange(mass * Centres.Length, 0.99, 2);
        Assert.Equal(exact.Sum(Math.Exp) * step * step * Units[0] * Units[1], mass, 0.01 / Centres.Length);
    }

    private static DiffusionModel Model() => LikelihoodTests.Model(
        new BlobsDenoiser([.. Centres.Select(centre => (float[])[(float)centre.X, (float)centre.Y])], Variance, Least, Most),
        new Standardization([0, 0], [(float)Units[0], (float)Units[1]]), new ContinuousLevels(Least, Most));

    // The middles of cells from a corner on, in units of the network.
    private static PointSet Points(int cells, (double X, double Y) corner, double step)
    {
        var values = from i in Enumerable.Range(0, cells * cells)
                     from value in (double[])
                         [Units[0] * (corner.X + step * (i / cells + 0.5)), Units[1] * (corner.Y + step * (i % cells + 0.5))]
                     select (float)value;
        return new PointSet([.. values], ["x", "y"]);
    }

    private static double[] Exact(PointSet points, double noise)
    {
        var v = Variance + noise * noise;
        return [.. Enumerable.Range(0, points.Count).Select(row =>
        {
            var (x, y) = (points[row][0] / Units[0], points[row][1] / Units[1]);
            double[] parts = [.. Centres.Select(centre =>
                -((x - centre.X) * (x - centre.X) + (y - centre.Y) * (y - centre.Y)) / (2 * v))];
            return parts.Max() + Math.Log(parts.Sum(part => Math.Exp(part - parts.Max())))
                - Math.Log(Centres.Length * 2 * Math.PI * v * Units[0] * Units[1]);
        })];
    }
}
