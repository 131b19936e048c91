using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Formulas;

/// <summary>Scale-space beside a PyTorch write-up in double precision, benchmarks/peer/golden.py.</summary>
public sealed class GoldenScaleSpaceTests
{
    private static readonly GoldenCase Vectors = new("scale-space");

    // The highest frequency, 200, times the rounding of a point in single precision.
    private const double Tolerance = 5e-5;

    private static readonly ScaleSpaceDenoiser Network = new() { Width = 16, Blocks = 2, LevelDimension = 8 };

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Directions_and_frequencies_are_those_of_the_write_up(int columns)
    {
        Near(
            Of(columns, "directions"),
            [.. Network.DirectionsOf(columns).SelectMany(direction => direction.Select(u => (double)u))]);
        Near(Of(columns, "frequencies"), [.. Network.FrequenciesOf(columns).Select(f => (double)f)], 1e-4);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Waves_and_clean_points_are_those_of_the_write_up(int columns)
    {
        using var model = Model(columns);
        var (noisy, sigma) = (Points(columns, "noisy"), Of(columns, "sigma"));
        var (waves, denoised) = (Of(columns, "waves"), Of(columns, "denoised"));
        var width = waves.Length / noisy.Count;
        for (var row = 0; row < noisy.Count; row++)
        {
            var point = new PointSet(noisy[row].ToArray(), noisy.ColumnNames);
            Near(waves[(row * width)..((row + 1) * width)], Widen(model.Inspect(point, sigma[row])["waves"]), Tolerance);
            Near(
                denoised[(row * columns)..((row + 1) * columns)], Widen(model.Denoise(point, sigma[row]).Values.ToArray()),
                Tolerance);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Stable_targets_are_those_of_the_write_up(int columns)
    {
        var (references, clean, noise) = (Points(columns, "references"), Points(columns, "clean"), Points(columns, "noise"));
        var (sigma, wanted) = (Of(columns, "sigma"), Of(columns, "stable"));
        for (var row = 0; row < clean.Count; row++)
        {
            // The write-up adds the point itself to its references; here it is one of the data, all of which are taken.
            var (x, epsilon) = (clean[row].ToArray(), noise[row].ToArray());
            var data = new PointSet([.. x, .. references.Values.Span], references.ColumnNames);
            using var targets = new StableTargets(data, data.Count, seed: 0);
            targets.Draw(0);
            targets.Replace(x, epsilon, 1, sigma[row]);
            Near(wanted[(row * columns)..((row + 1) * columns)], Widen(x), Tolerance);
        }
    }

    [Theory]
    [InlineData(2, "2m")]
    [InlineData(2, "heun")]
    [InlineData(5, "2m")]
    [InlineData(5, "heun")]
    public void Trajectories_end_where_those_of_the_write_up_do(int columns, string name)
    {
        using var model = Model(columns);
        var levels = Of(columns, "levels");
        Near(levels, [.. new HeunSampler { Steps = levels.Length }.Path(model.Levels)]);
        var (sampler, start) = (name == "2m" ? (Sampler)new DpmSolverSampler() : new HeunSampler(), Points(columns, "start"));
        var samples = model.Sample(
            start.Count, new SamplingOptions { Sampler = sampler with { Steps = levels.Length }, Start = start });
        Near(Of(columns, name), Widen(samples.Values.ToArray()), Tolerance);
    }

    private static DiffusionModel Model(int columns)
    {
        using var trainer = new Trainer(
            DiffusionRecipe.ScaleSpace with { Denoiser = new Showing() }, Points(columns, "references"),
            new TrainingOptions { Steps = 1 });
        foreach (var parameter in trainer.Parameters)
            trainer.Put(parameter.Name, [.. Of(columns, parameter.Name).Select(value => (float)value)]);
        return trainer.ToModel();
    }

    private static void Near(double[] wanted, double[] actual, double tolerance = 1e-6) =>
        actual.ShouldBeCloseTo(wanted, tolerance, tolerance, "number");

    private static PointSet Points(int columns, string name) => new(
        [.. Of(columns, name).Select(value => (float)value)], [.. Enumerable.Range(0, columns).Select(i => $"c{i}")]);

    private static double[] Of(int columns, string name) => Vectors.Values<double>($"{columns}/{name}");

    private static double[] Widen(float[] values) => [.. values.Select(value => (double)value)];

    // The network, whose waves can be looked at.
    private sealed record Showing : IDenoiser
    {
        public Node Predict(Graph graph, DenoiserInput input)
        {
            var (mean, deviation) = input.Posterior;
            var columns = input.X.Width;
            graph.Output("waves", graph.ExpectedSinusoids(
                graph.Project(mean, Network.DirectionsOf(columns)), deviation, Network.FrequenciesOf(columns)));
            return Network.Predict(graph, input);
        }
    }
}
