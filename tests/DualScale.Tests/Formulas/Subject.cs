using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Formulas;

/// <summary>A small model of the product beside the plain code of its formulas.</summary>
/// <param name="Denoiser">The product's network.</param>
/// <param name="Network">Its formula.</param>
internal sealed record Subject(IDenoiser Denoiser, PlainNetwork Network)
{
    public const int Timesteps = 20;
    public const double LeastSigma = 0.05, MostSigma = 8;
    private const double FirstBeta = 0.01, LastBeta = 0.25;

    /// <summary>What the network keeps for people to look at, under which name; null for nothing.</summary>
    public (string Name, PlainNetwork Formula)? Shown { get; init; }

    public int Columns { get; init; } = 2;

    public NoiseGrid? Grid { get; init; }

    public Parametrization Parametrization { get; init; } = new EpsilonParametrization();

    public PlainParametrization Wrapping { get; init; } = PlainParametrization.Epsilon;

    public bool Continuous { get; init; }

    /// <summary>Whether the model takes conditions.</summary>
    public bool Conditional { get; init; }

    public static double[] Betas { get; } = PlainSchedule.Quadratic(Timesteps, FirstBeta, LastBeta);

    public DiffusionRecipe Recipe => new()
    {
        Denoiser = Denoiser,
        Levels = Continuous ? new ContinuousLevels(LeastSigma, MostSigma) : new NoiseSchedule(Timesteps, FirstBeta, LastBeta),
        Parametrization = Parametrization,
        Grid = Grid,
    };

    /// <summary>Levels with much, some and little noise.</summary>
    public double[] SomeLevels => Continuous ? [6.5, 0.8, 0.07] : [19, 8, 0];

    /// <summary>Scattered points, columns of different means and deviations.</summary>
    public PointSet Data(int rows = 50, int seed = 1)
    {
        var values = new float[rows * Columns];
        new RandomStream((ulong)seed, 900).FillNormal(0, values);
        for (var i = 0; i < values.Length; i++)
            values[i] = (3 + i % Columns) * values[i] - 2 + 5 * (i % Columns);
        return new PointSet(values, PointSet.DefaultNames(Columns));
    }

    /// <summary>A level by its share of the levels, evenly spread: timesteps, or ln σ.</summary>
    public double LevelAt(double share) =>
        Continuous ? LeastSigma * Math.Pow(MostSigma / LeastSigma, share) : Math.Floor(share * Timesteps);

    /// <summary>A trainer before its first step, with weights so far from 0 that every part of the network matters.</summary>
    public Trainer Train(PointSet data, TrainingOptions options)
    {
        if (Conditional)
            options = options with { Conditions = 0.5 };
        var trainer = new Trainer(Recipe, data, options, Standardization.Fit(data));
        foreach (var parameter in trainer.Learned())
        {
            var values = new float[parameter.Count];
            new RandomStream(7, (ulong)parameter.Offset).FillNormal(0, values);
            var deviation = parameter.Group == ParameterGroup.Separate ? 0.2f : 1 / MathF.Sqrt(parameter.Shape[^1]);
            var mean = parameter.Group == ParameterGroup.Separate ? 1 : 0;
            trainer.Put(parameter.Name, [.. values.Select(value => mean + deviation * value)]);
        }

        return trainer;
    }

    /// <summary>The model of such a trainer.</summary>
    public DiffusionModel Model(PointSet? data = null)
    {
        using var trainer = Train(data ?? Data(), new TrainingOptions { Steps = 1, Threads = 1 });
        return trainer.ToModel();
    }

    public PlainLevel Level(double level) =>
        Continuous ? PlainLevel.Continuous(level, LeastSigma, MostSigma) : PlainLevel.Discrete(Betas, (int)level);

    /// <summary>α(x, t) of a scaled point; null without a grid.</summary>
    public Traced? Factor(PlainWeights weights, double[][] scaledData, Traced[] x, PlainLevel level) =>
        Grid is null ? null : PlainGrid.Factor(PlainGrids(scaledData), weights, x, (int)level.Told);

    /// <summary>The network's output F for a scaled noisy point and what is given of it, NaN where not.</summary>
    public Traced[] Output(PlainWeights weights, Traced[] x, PlainLevel level, Traced? factor, double[]? given = null)
    {
        var beside = new PlainBeside(factor, Conditional ? given ?? [.. x.Select(_ => double.NaN)] : null);
        Traced[] scaled = [.. x.Select(value => Wrapping.InputScale(level) * value)];
        return beside.Silenced(Network(weights, beside.WithGiven(scaled), level.Told, beside));
    }

    /// <summary>ε̂ of a scaled noisy point, where a grid is read at that point too.</summary>
    public Traced[] PredictNoise(
        PlainWeights weights, double[][] scaledData, Traced[] x, PlainLevel level, double[]? given = null) =>
        Wrapping.Noise(level, x, Output(weights, x, level, Factor(weights, scaledData, x, level), given));

    public static double[][] Rows(PointSet points) =>
        [.. Enumerable.Range(0, points.Count).Select(row => points[row].ToArray().Select(value => (double)value).ToArray())];

    public static PointSet Points(IReadOnlyList<double[]> rows) => new(
        [.. rows.SelectMany(row => row).Select(value => (float)value)], PointSet.DefaultNames(rows[0].Length));

    private IEnumerable<PlainGrid> PlainGrids(double[][] scaledData)
    {
        var box = Enumerable.Range(0, Columns).Select(column => Grid!.Extent
            ?? (scaledData.Min(point => point[column]), scaledData.Max(point => point[column]))).ToArray();
        return Grid!.Sizes.Zip(Grid.ParameterNames, (size, name) => new PlainGrid(
            name, size, box, Grid.Interpolation == GridInterpolation.Linear,
            Grid.Normalization == GridNormalization.GeometricMean ? scaledData : null));
    }
}
