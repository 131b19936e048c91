using DualScale.Denoisers;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// A trained denoiser with all that sampling needs: its noise levels and the scaling of its columns. Several threads may use one
/// at once, as long as none disposes it.
/// </summary>
public sealed class DiffusionModel : IDisposable
{
    private bool _disposed;

    /// <summary>Creates a model whose weights are yet to be loaded.</summary>
    internal DiffusionModel(
        DiffusionRecipe recipe, DenoisingGraph graph, Standardization scaling, IReadOnlyList<string> columnNames,
        IReadOnlyList<(float Low, float High)>? range)
    {
        (Recipe, Graph, Scaling, ColumnNames, Range) = (recipe.Validate(), graph, scaling, columnNames, range);
        Values = new ParameterValues<float>(graph.Graph.Parameters);
    }

    /// <summary>What it is apart from its weights.</summary>
    public DiffusionRecipe Recipe { get; }

    /// <summary>The network.</summary>
    public IDenoiser Denoiser => Recipe.Denoiser;

    /// <summary>The noise grid, or null for none.</summary>
    public NoiseGrid? Grid => Recipe.Grid;

    /// <summary>The noise levels it was trained on.</summary>
    public NoiseLevels Levels => Recipe.Levels;

    /// <summary>How its columns are scaled.</summary>
    public Standardization Scaling { get; }

    /// <summary>The names of its columns.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>
    /// Least and largest value of each column of the training data, in its own units; null where a file of version 0.1 does not
    /// say.
    /// </summary>
    public IReadOnlyList<(float Low, float High)>? Range { get; }

    /// <summary>
    /// The arrays by name, as a PyTorch user would name them: what was learned, and of a noise grid also its extent.
    /// </summary>
    public IReadOnlyList<Parameter> Parameters => Values.All;

    /// <summary>The arrays of the noise grids, coarse to fine, each [T, size, …, size]; none without a grid.</summary>
    public IReadOnlyList<Parameter> GridParameters =>
        Grid is null ? [] : [.. Grid.ParameterNames.Select(name => Values.All.Single(parameter => parameter.Name == name))];

    /// <summary>What the noise grids span: low and high of each scaled column; nothing without a grid.</summary>
    public IReadOnlyList<(float Low, float High)> GridExtent => Grid is null ? []
        : [.. Read(Values.All.Single(parameter => parameter.Name == NoiseGrid.ExtentParameter)).Chunk(2)
            .Select(pair => (pair[0], pair[1]))];

    /// <summary>The sampler the model is meant for: <see cref="DiffusionRecipe.DefaultSampler"/>.</summary>
    public Sampler DefaultSampler => Recipe.DefaultSampler;

    internal ParameterValues<float> Values { get; }

    internal DenoisingGraph Graph { get; }

    /// <summary>The numbers of one array, in row-major order of its shape.</summary>
    /// <param name="parameter">One of <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public unsafe float[] Read(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        RequireUsable();
        if (!Parameters.Contains(parameter))
            throw new ArgumentException($"'{parameter.Name}' is a parameter of another model.", nameof(parameter));
        var plain = new float[parameter.Count];
        parameter.CopyTo(Values.Pointer(parameter), plain);
        GC.KeepAlive(this);
        return plain;
    }

    /// <summary>
    /// Draws samples, [count, columns] in the data's own units. A model that is hardly trained can send some out of range, to
    /// numbers that are not finite.
    /// </summary>
    /// <param name="count">Samples, at least 1, and no more than an array holds.</param>
    /// <param name="options">How; by <see cref="DefaultSampler"/> with seed 0 where null.</param>
    /// <param name="progress">Told the share done, 0 to 1, from any thread.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">The count or an option is outside its range, or does not suit the
    /// model.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public PointSet Sample(
        int count, SamplingOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new SamplingOptions();
        var rows = new SampleRows(count, options.First) { Given = this.Require(count, options) };
        return new PointSet(this.Draw(rows, options, progress, cancellation), ColumnNames);
    }

    /// <summary>The predicted noise ε̂, [rows, columns], in units of its standard deviation.</summary>
    /// <param name="points">Noisy points x in the data's own units.</param>
    /// <param name="level">Their level: a timestep, or σ where levels are continuous.</param>
    /// <exception cref="InvalidInputException">The points have another number of columns, or there is no such level.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public PointSet PredictNoise(PointSet points, double level) =>
        Predict(points, level, (pass, scaled) => pass.Noise(scaled, level));

    /// <summary>The predicted clean points x̂₀, in the data's own units.</summary>
    /// <param name="points">Noisy points x in the data's own units.</param>
    /// <param name="level">Their level: a timestep, or σ where levels are continuous.</param>
    /// <exception cref="InvalidInputException">The points have another number of columns, or there is no such level.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public PointSet Denoise(PointSet points, double level)
    {
        var clean = Predict(points, level, (pass, scaled) => pass.Clean(scaled, level));
        var values = clean.Values.ToArray();
        Scaling.Restore(values);
        return new PointSet(values, clean.ColumnNames);
    }

    /// <summary>
    /// The gradient of predicted noise with respect to the points: for each row wᵀ·∂ε̂/∂x, x in the data's own units. With w =
    /// unit vectors it is the Jacobian row by row, whose trace the probability flow needs.
    /// </summary>
    /// <param name="points">Noisy points x in the data's own units.</param>
    /// <param name="level">Their level: a timestep, or σ where levels are continuous.</param>
    /// <param name="weights">w, as many rows and columns as the points.</param>
    /// <exception cref="InvalidInputException">The points or weights are of another size, or there is no such level.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public PointSet NoiseGradient(PointSet points, double level, PointSet weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        RequireUsable(points);
        RequireLevel(level);
        if (weights.Count != points.Count || weights.Columns != points.Columns)
        {
            throw new InvalidInputException(
                $"There are {weights.Count} × {weights.Columns} weights for {points.Count} × {points.Columns} points; give a weight a number.");
        }

        var pass = new GradientPass(Recipe, ColumnNames.Count, Values);
        var gradient = pass.Run(Scaling.Apply(points), level, weights);
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] /= Scaling.Deviations[i % points.Columns];
        GC.KeepAlive(this);
        return new PointSet(gradient, points.ColumnNames);
    }

    /// <summary>
    /// The evaluation loss: mean squared error of ε̂ on points, levels spread evenly over those of training (docs/models.md,
    /// section 7).
    /// </summary>
    /// <param name="points">Points it was not trained on, in the data's own units.</param>
    /// <param name="options">How many draws and of which seed; the defaults where null.</param>
    /// <param name="cancellation">Ends the evaluation early.</param>
    /// <exception cref="InvalidInputException">There are no points, they have another number of columns, or an option is outside
    /// its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public EvaluationLoss EvaluationLoss(
        PointSet points, EvaluationLossOptions? options = null, CancellationToken cancellation = default)
    {
        RequireRows(points);
        options ??= new EvaluationLossOptions();
        Options.Validate(options, "evaluation");
        var pass = new EvaluationPass(Recipe, Values, points.Columns);
        var loss = pass.Loss(Scaling.Apply(points), options, cancellation);
        GC.KeepAlive(this);
        return loss;
    }

    /// <summary>
    /// The log-likelihood of points, by the probability flow (docs/models.md, section 2): the logarithm of the density, in the
    /// data's own units, of the data as the model has learned it with the noise of the least level. In
    /// <see cref="Diffusion.LogLikelihood.InBits"/> or nats.
    /// </summary>
    /// <param name="points">Points in the data's own units.</param>
    /// <param name="options">How exactly; the defaults where null.</param>
    /// <param name="progress">Told the share done, 0 to 1, from any thread.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="InvalidInputException">There are no points, they have another number of columns, an option is outside its
    /// range, or the model has a noise grid.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public LogLikelihood LogLikelihood(
        PointSet points, LikelihoodOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        RequireRows(points);
        options ??= new LikelihoodOptions();
        Options.Validate(options, "likelihood");
        if (Grid is not null)
        {
            throw new InvalidInputException(
                "This model has a noise grid, which has values at whole timesteps alone, and a likelihood needs those between; take a model without a grid.");
        }

        var likelihood = new LikelihoodPass(Recipe, Scaling, Values).Run(points, options, progress, cancellation);
        GC.KeepAlive(this);
        return likelihood;
    }

    /// <summary>
    /// The forward process: points with the noise of a level, in the data's own units (docs/models.md, section 2).
    /// </summary>
    /// <param name="points">Points x₀ in the data's own units.</param>
    /// <param name="level">The level: a timestep, or σ where levels are continuous.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <exception cref="InvalidInputException">The points have another number of columns, or there is no such level.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public PointSet Diffuse(PointSet points, double level, ulong seed = 0)
    {
        RequireUsable(points);
        RequireLevel(level);
        var pass = new EvaluationPass(Recipe, Values, points.Columns);
        var noisy = pass.Diffuse(Scaling.Apply(points), level, seed);
        Scaling.Restore(noisy);
        GC.KeepAlive(this);
        return new PointSet(noisy, points.ColumnNames);
    }

    /// <summary>
    /// What the network keeps for people to look at, such as w(t) or the gate, at one level: for each output its values, [points,
    /// width].
    /// </summary>
    /// <param name="points">Noisy points in the data's own units.</param>
    /// <param name="level">Their level: a timestep, or σ where levels are continuous.</param>
    /// <exception cref="InvalidInputException">The points have another number of columns, or there is no such level.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public IReadOnlyDictionary<string, float[]> Inspect(PointSet points, double level)
    {
        RequireUsable(points);
        RequireLevel(level);
        var outputs = new PredictionPass(Recipe, Graph, Values).Outputs(Scaling.Apply(points), level);
        GC.KeepAlive(this);
        return outputs;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Values.Dispose();
    }

    /// <summary>Takes over a block of weights laid out as the graph's parameters.</summary>
    internal void LoadBlock(ReadOnlySpan<float> block)
    {
        block.CopyTo(Values.Values.Span);
        Values.RefreshTransposed();
    }

    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    internal void RequireUsable() => ObjectDisposedException.ThrowIf(_disposed, this);

    private PointSet Predict(PointSet points, double level, Func<PredictionPass, PointSet, float[]> what)
    {
        RequireUsable(points);
        RequireLevel(level);
        var values = what(new PredictionPass(Recipe, Graph, Values), Scaling.Apply(points));
        GC.KeepAlive(this);
        return new PointSet(values, points.ColumnNames);
    }

    private void RequireUsable(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        RequireUsable();
        if (points.Columns != ColumnNames.Count)
        {
            throw new InvalidInputException(
                $"The points have {points.Columns} columns and the model {ColumnNames.Count}; give points of the model's table.");
        }
    }

    private void RequireRows(PointSet points)
    {
        RequireUsable(points);
        if (points.Count == 0)
            throw new InvalidInputException("There are no points to measure the model by; give at least one row.");
    }

    // A grid has values at whole timesteps alone.
    private void RequireLevel(double level)
    {
        Levels.Require(level);
        if (Grid is not null && level != Math.Floor(level))
        {
            throw new InvalidInputException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"The timestep is {level}; give a whole one to a model with a noise grid."));
        }
    }
}
