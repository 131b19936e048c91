using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Diffusion;

/// <summary>What a model says of any points at any level: noise, clean point, and the gradient by the point.</summary>
public sealed class PredictionTests
{
    private static readonly NetworkSize Small =
        new() { EmbeddingDimension = 8, HiddenWidth = 16, ResidualBlocks = 1, CoordinateScale = 2 };

    public static TheoryData<int, int, int> Recipes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach (var denoiser in Enumerable.Range(0, 3))
            {
                foreach (var parametrization in Enumerable.Range(0, 5))
                {
                    data.Add(denoiser, parametrization, 0);
                    data.Add(denoiser, parametrization, 1);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Point_is_its_clean_point_and_its_noise(int denoiser, int parametrization, int levels)
    {
        using var model = Model(denoiser, parametrization, levels);
        var points = Points();
        foreach (var level in model.Levels.Spread(4))
        {
            var (clean, noise) = (model.Denoise(points, level), model.PredictNoise(points, level));
            for (var i = 0; i < points.Values.Length; i++)
            {
                var scaled = Scaled(points, i, model);
                var back = model.Levels.SignalScale(level) * Scaled(clean, i, model) + model.Levels.NoiseScale(level) *
                    noise.Values.Span[i];
                Assert.Equal(scaled, back, 2e-4 * (1 + Math.Abs(scaled)));
            }
        }
    }

    [Fact]
    public void Many_points_are_asked_about_as_few_are()
    {
        using var model = Model(denoiser: 1, parametrization: 0, levels: 0);
        var many = Shapes.Generate("moons", 2100);
        var level = model.Levels.Spread(4)[1];
        var (noise, outputs) = (model.PredictNoise(many, level), model.Inspect(many, level));
        foreach (var first in (int[])[0, 1020, 2090])
        {
            var few = new PointSet(many.Values.Slice(2 * first, 20).ToArray(), many.ColumnNames);
            Assert.Equal(model.PredictNoise(few, level).Values.ToArray(), noise.Values.Slice(2 * first, 20).ToArray());
            foreach (var (name, values) in model.Inspect(few, level))
                Assert.Equal(values, outputs[name].AsSpan(values.Length / 10 * first, values.Length).ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Gradient_by_the_point_is_the_central_difference(int denoiser, int parametrization, int levels)
    {
        using var model = Model(denoiser, parametrization, levels);
        var points = Points();
        var level = model.Levels.Spread(5)[2];
        for (var output = 0; output < 2; output++)
        {
            var weights = new PointSet(
                [.. Enumerable.Range(0, points.Values.Length).Select(i => i % 2 == output ? 1f : 0f)], points.ColumnNames);
            var gradient = model.NoiseGradient(points, level, weights);
            for (var column = 0; column < 2; column++)
            {
                // In double precision, so that the step is too small to cross the kink of a ReLU.
                const double Step = 1e-6;
                var (above, below) = (Outputs(model, points, level, column, Step), Outputs(model, points, level, column, -Step));
                for (var row = 0; row < points.Count; row++)
                {
                    var difference = (above[row, output] - below[row, output]) / (2 * Step) / model.Scaling.Deviations[column];
                    Assert.Equal(difference, gradient[row][column], 2e-4 + 2e-4 * Math.Abs(difference));
                }
            }
        }
    }

    [Fact]
    public void Noise_grid_is_part_of_the_gradient_and_wants_whole_timesteps()
    {
        using var trainer = new Trainer(
            new DiffusionRecipe { Denoiser = new BaselineDenoiser(Small), Grid = new NoiseGrid { Sizes = [3] } }, Points(),
            new TrainingOptions { Steps = 60, LearningRate = 0.05 });
        using var model = trainer.Run();
        var points = Points();
        var weights = new PointSet([.. Enumerable.Repeat(1f, points.Values.Length)], points.ColumnNames);
        var gradient = model.NoiseGradient(points, 40, weights);
        const float Step = 1e-3f;
        var (above, below) = (model.PredictNoise(Moved(points, 0, Step), 40), model.PredictNoise(Moved(points, 0, -Step), 40));
        for (var row = 0; row < points.Count; row++)
        {
            var difference = (above[row][0] + above[row][1] - below[row][0] - below[row][1]) / (2 * Step);
            Assert.Equal(difference, gradient[row][0], 2e-2 + 2e-2 * Math.Abs(difference));
        }

        Assert.Contains("whole", Assert.Throws<InvalidInputException>(() => model.PredictNoise(points, 40.5)).Message);
    }

    [Fact]
    public void Samples_of_given_start_points_are_those_of_drawn_ones()
    {
        using var model = Model(0, 0, 0);
        var drawn = model.Sample(150, new SamplingOptions { Seed = 4 });
        var start = new float[300];
        RandomStreams.SampleStart(4).FillNormal(0, start);
        model.Scaling.Restore(start);
        var given = model.Sample(150, new SamplingOptions { Seed = 4, Start = new PointSet(start, drawn.ColumnNames) });
        for (var i = 0; i < start.Length; i++)
            Assert.Equal(drawn.Values.Span[i], given.Values.Span[i], 1e-3);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 1)]
    public void Clipped_samples_stay_in_the_range_of_the_data(int parametrization, int levels)
    {
        using var model = Model(0, parametrization, levels, steps: 3);
        foreach (var sampler in SamplerCatalogue.All.Select(entry => entry.Sampler).Where(
            sampler => sampler is not GridSampler && (sampler is not TruncatedSampler || !model.Levels.IsDiscrete)))
        {
            var free = model.Sample(200, new SamplingOptions { Sampler = sampler with { Steps = 8 } });
            var held = model.Sample(200, new SamplingOptions { Sampler = sampler with { Steps = 8, ClipToData = true } });
            Assert.Contains(Enumerable.Range(0, 200), row => Outside(free, row, model));
            Assert.DoesNotContain(Enumerable.Range(0, 200), row => Outside(held, row, model));
        }
    }

    private static bool Outside(PointSet points, int row, DiffusionModel model) => Enumerable.Range(0, 2).Any(column =>
        points[row][column] < model.Range![column].Low - 1e-3 || points[row][column] > model.Range[column].High + 1e-3);

    private static double Scaled(PointSet points, int i, DiffusionModel model) =>
        (points.Values.Span[i] - model.Scaling.Means[i % 2]) / model.Scaling.Deviations[i % 2];

    // ε̂ of points of which a scaled column is moved, in double precision.
    private static double[,] Outputs(DiffusionModel model, PointSet points, double level, int column, double by)
    {
        var graph = DenoisingGraph.ForSampling(model.Recipe, 2);
        using var values = new ParameterValues<double>(graph.Graph.Parameters);
        foreach (var (own, parameter) in graph.Graph.Parameters.Zip(model.Parameters))
            values.Load(own, model.Read(parameter));
        values.RefreshTransposed();
        using var team = new ThreadTeam(1);
        using var executor = new Executor<double>(graph.Graph, graph.Output, values, team, points.Count, 1);
        executor.Workspace.SetCounts(points.Count, 1);
        executor.Workspace.AssignLevels();
        executor.Workspace.Value(graph.Condition)[0][0] = model.Levels.Condition(level);
        if (graph.InputScale is not null)
            executor.Workspace.Value(graph.InputScale)[0][0] = model.Recipe.Parametrization.InputScale(model.Levels, level);
        var x = executor.Workspace.Value(graph.Noisy);
        for (var i = 0; i < points.Values.Length; i++)
            x[i / 2][i % 2] = Scaled(points, i, model) + (i % 2 == column ? by : 0);
        executor.Forward();
        var (ofPoint, ofOutput) = model.Recipe.Parametrization.Noise(model.Levels, level);
        var noise = new double[points.Count, 2];
        for (var i = 0; i < points.Values.Length; i++)
            noise[i / 2, i % 2] = ofPoint * x[i / 2][i % 2] + ofOutput * executor.Workspace.Value(graph.Output)[i / 2][i % 2];
        return noise;
    }

    private static PointSet Moved(PointSet points, int column, float by) =>
        new([.. points.Values.ToArray().Select((value, i) => i % 2 == column ? value + by : value)], points.ColumnNames);

    private static PointSet Points() =>
        new([.. Enumerable.Range(0, 24).Select(i => (float)Math.Sin(1.7 * i) * (i % 2 == 0 ? 3 : 0.5f))], ["x", "y"]);

    private static DiffusionModel Model(int denoiser, int parametrization, int levels, int steps = 20)
    {
        IDenoiser[] denoisers = [new BaselineDenoiser(Small), new DualScaleDenoiser { Size = Small },
            new DualExpertDenoiser { Size = Small, Experts = 3 }];
        Parametrization[] parametrizations = [new EpsilonParametrization(), new CleanParametrization(),
            new VelocityParametrization(), new EdmParametrization(), new EdmParametrization(0.7)];
        NoiseLevels[] kinds = [new NoiseSchedule(), new ContinuousLevels(0.05, 5)];
        using var trainer = new Trainer(
            new DiffusionRecipe
            {
                Denoiser = denoisers[denoiser],
                Levels = kinds[levels],
                Parametrization = parametrizations[parametrization]
            }, Points(),
            new TrainingOptions { Steps = steps, LearningRate = 0.01 }, Standardization.Fit(Points()));
        return trainer.Run();
    }
}
