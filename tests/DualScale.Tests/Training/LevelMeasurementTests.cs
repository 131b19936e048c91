using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Training;

namespace DualScale.Tests.Training;

public sealed class LevelMeasurementTests
{
    private const double Least = 0.01, Most = 10;
    private static readonly ContinuousLevels Levels = new(Least, Most, new MeasuredDensity([1, 1, 1]));

    [Fact]
    public void Draws_of_a_density_fall_into_its_bins_in_their_shares()
    {
        double[] shares = [0.1, 0.6, 0.05, 0.25];
        var levels = new ContinuousLevels(Least, Most, new MeasuredDensity([2, 12, 1, 5]));
        var drawn = new double[20_000];
        levels.Draw(new RandomStream(1, 2), drawn);
        var edges = Enumerable.Range(0, 5).Select(i => Least * Math.Pow(Most / Least, i / 4.0)).ToArray();
        for (var bin = 0; bin < 4; bin++)
        {
            var inside = drawn.Where(sigma => sigma >= edges[bin] && sigma < edges[bin + 1]).Order().ToArray();
            Assert.Equal(shares[bin], inside.Length / 20_000.0, 1e-3);

            // Within a bin ln σ is uniform: the middle one of its draws is in its middle.
            Assert.Equal(Math.Sqrt(edges[bin] * edges[bin + 1]), inside[inside.Length / 2], 0.01 * edges[bin + 1]);
        }
    }

    [Fact]
    public void Levels_are_drawn_more_often_where_the_error_is()
    {
        var bins = new MeasuredDensity();
        var measured = new LevelMeasurement(new ContinuousLevels(Least, Most, bins), bins);
        Assert.Null(measured.Measured());

        // A bump of the error around σ = 0.3, drawn evenly.
        double[] sigmas = [.. Enumerable.Range(0, 4800).Select(i => Least * Math.Pow(Most / Least, (i + 0.5) / 4800))];
        var errors = sigmas.Select(sigma => Math.Exp(-Math.Pow(Math.Log(sigma / 0.3), 2) / (2 * 0.25))).ToArray();
        measured.Add(sigmas, errors);
        var density = Assert.IsType<MeasuredDensity>(measured.Measured()!.Density);
        var at = density.Shares.Index().MaxBy(share => share.Item).Index;
        Assert.Equal(
            Math.Log(0.3 / Least) / Math.Log(Most / Least), (at + 0.5) / density.Shares.Count, 1.0 / density.Shares.Count);

        // A quarter of the draws are even; far from the bump there are no others.
        Assert.Equal(0.25 / density.Shares.Count, density.Shares[0], 1e-6);
        Assert.Equal(1, density.Shares.Sum(), 1e-12);
    }

    [Fact]
    public void Error_of_a_level_is_that_of_a_draw_however_many_there_were()
    {
        var measured = new LevelMeasurement(Levels, new MeasuredDensity([1, 1, 1]));
        measured.Add([0.03, 0.3, 0.3, 0.3, 0.3, 3], [2, 2, 2, 2, 2, 2]);
        Assert.All(((MeasuredDensity)measured.Measured()!.Density).Shares, share => Assert.Equal(1 / 3.0, share, 1e-6));

        // Nothing to be unsure of, or a number that is none, says nothing of levels.
        var nothing = new LevelMeasurement(Levels, new MeasuredDensity([1, 1, 1]));
        nothing.Add([0.03, 0.3, 3], [0, 0, 0]);
        Assert.Null(nothing.Measured());
        nothing.Add([0.03, 0.3, 3], [double.PositiveInfinity, 1, 1]);
        Assert.Null(nothing.Measured());
    }

    [Fact]
    public void Old_errors_are_forgotten()
    {
        var measured = new LevelMeasurement(Levels, new MeasuredDensity([1, 1, 1]));
        double[] sigmas = [0.03, 0.3, 3];
        measured.Add(sigmas, [9, 0, 0]);
        for (var batch = 0; batch < 600; batch++)
            measured.Add(sigmas, [1, 1, 1]);
        Assert.All(((MeasuredDensity)measured.Measured()!.Density).Shares, share => Assert.Equal(1 / 3.0, share, 1e-3));
    }
}
