using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Training;

/// <summary>Targets averaged over rows where noise drowns all of them.</summary>
public sealed class StableTargetsTests
{
    [Theory]
    [InlineData(1e10)]
    [InlineData(1e16)]
    [InlineData(3e18)]
    [InlineData(1e25)]
    [InlineData(1e140)]
    public void Under_any_noise_that_drowns_the_rows_the_target_is_their_mean(double sigma)
    {
        // Five rows leave three places of a vector empty; all of them weigh the same.
        var points = new PointSet([1, -2, 0.5f, 0.25f, -0.75f, 1.5f, 2, 1, -1, 3], ["x", "y"]);
        using var targets = new StableTargets(points, rows: 5, seed: 1);
        targets.Draw(0);
        float[] clean = [1, -2];
        float[] noise = [0.7f, -1.3f];
        targets.Replace(clean, noise, signalScale: 1 / sigma, noiseScale: 1);
        Assert.Equal(0.35, clean[0], 1e-5);
        Assert.Equal(0.75, clean[1], 1e-5);
        Assert.Equal(0.7, noise[0], 1e-6);
        Assert.Equal(-1.3, noise[1], 1e-6);
    }
}
