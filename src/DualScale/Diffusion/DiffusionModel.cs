using DualScale.Denoisers;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// A trained denoiser with all that sampling needs: its noise schedule and the scaling of its columns. Several threads may use one at
/// once, as long as none disposes it.
/// </summary>
public sealed class DiffusionModel : IDisposable
{
    private readonly DenoisingGraph _graph;
    private bool _disposed;

    /// <summary>Creates a model whose weights are yet to be loaded.</summary>
    internal DiffusionModel(IDenoiser denoiser, NoiseSchedule schedule, Standardization scaling, IReadOnlyList<string> columnNames, NoiseGrid? grid = null)
    {
        Denoiser = denoiser;
        Grid = grid;
        Schedule = schedule;
        Scaling = scaling;
        ColumnNames = columnNames;
        _graph = DenoisingGraph.ForSampling(denoiser, columnNames.Count, grid);
        Values = new ParameterValues<float>(_graph.Graph.Parameters);
    }

    /// <summary>The network.</summary>
    public IDenoiser Denoiser { get; }

    /// <summary>The noise grid, or null for none.</summary>
    public NoiseGrid? Grid { get; }

    /// <summary>The noise it was trained on.</summary>
    public NoiseSchedule Schedule { get; }

    /// <summary>How its columns are scaled.</summary>
    public Standardization Scaling { get; }

    /// <summary>The names of its columns.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The arrays by name, as a PyTorch user would name them: what was learned, and of a noise grid also its extent.</summary>
    public IReadOnlyList<Parameter> Parameters => Values.All;

    /// <summary>The arrays of the noise grids, coarse to fine, each [T, size, …, size]; none without a grid.</summary>
    public IReadOnlyList<Parameter> GridParameters =>
        Grid is null ? [] : [.. Grid.ParameterNames.Select(name => Values.All.Single(parameter => parameter.Name == name))];

    /// <summary>What the noise grids span: low and high of each scaled column; nothing without a grid.</summary>
    public IReadOnlyList<(float Low, float High)> GridExtent => Grid is null ? []
        : [.. Read(Values.All.Single(parameter => parameter.Name == NoiseGrid.ExtentParameter)).Chunk(2).Select(pair => (pair[0], pair[1]))];

    internal ParameterValues<float> Values { get; }

    /// <summary>The numbers of one array, in row-major order of its shape.</summary>
    /// <param name="parameter">One of <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    public unsafe float[] Read(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!Parameters.Contains(parameter))
            throw new ArgumentException($"'{parameter.Name}' is a parameter of another model.", nameof(parameter));
        var plain = new float[parameter.Count];
        parameter.CopyTo(Values.Pointer(parameter), plain);
        GC.KeepAlive(this);
        return plain;
    }

    /// <summary>Draws samples, [count, columns] in the data's own units. A model that is hardly trained can send some out of range, to numbers that are not finite.</summary>
    /// <param name="count">Samples, at least 1, and no more than an array holds.</param>
    /// <param name="options">How; <see cref="DefaultSteps"/> where null.</param>
    /// <param name="progress">Told the share done, 0 to 1, from any thread.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">The count is outside its range, or a step asks for a timestep that the model has not.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PointSet Sample(int count, SamplingOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var most = Array.MaxLength / ColumnNames.Count;
        if (count < 1 || count > most)
            throw new InvalidInputException($"The number of samples is {count}; give 1 to {most}.");
        ObjectDisposedException.ThrowIf(_disposed, this);
        options ??= new SamplingOptions();
        var steps = options.Steps ?? DefaultSteps();
        foreach (var step in steps)
            RequireTimestep(step.Timestep);
        using var generator = new SampleGenerator(_graph, Values, steps, options.Seed);
        var samples = new float[(long)count * ColumnNames.Count];
        generator.Fill(samples, count, options.ThreadCount, progress, cancellation);
        Scaling.Restore(samples);
        return new PointSet(samples, ColumnNames);
    }

    /// <summary>The sampler the model is meant for: its paper's step for one with a noise grid, unless the grid asks for DDPM's; DDPM for all others.</summary>
    /// <param name="steps">Steps, 1 to T; all T where null.</param>
    /// <exception cref="InvalidInputException">The number of steps is outside its range.</exception>
    public IReadOnlyList<ReverseStep> DefaultSteps(int? steps = null) =>
        Grid is { Step: GridStep.Paper } ? Samplers.Grid(Schedule, steps) : Samplers.Ddpm(Schedule, steps);

    /// <summary>The evaluation loss: mean squared error of ε on points, at random timesteps (docs/models.md, section 7).</summary>
    /// <param name="points">Points it was not trained on, in the data's own units.</param>
    /// <param name="seed">The seed of timesteps and noise.</param>
    /// <exception cref="InvalidInputException">The points have another number of columns.</exception>
    public double EvaluationLoss(PointSet points, ulong seed = 0)
    {
        RequireUsable(points);
        using var pass = new EvaluationPass(this, points, seed);
        var timesteps = RandomStreams.Evaluation(seed, 0);
        var sum = 0.0;
        pass.Run(row => timesteps.Below((ulong)row, Schedule.Timesteps), pass.Graph.Prediction, (_, predicted, noise) =>
        {
            for (var row = 0; row < predicted.Count; row++)
            {
                for (var column = 0; column < predicted.Width; column++)
                    sum += Math.Pow(predicted[row][column] - noise[row][column], 2);
            }
        });
        return sum / ((double)points.Count * points.Columns);
    }

    /// <summary>The forward process: points with the noise of a timestep, x_t, in the data's own units (docs/models.md, section 2).</summary>
    /// <param name="points">Points x_0 in the data's own units.</param>
    /// <param name="timestep">t, 0 … T - 1.</param>
    /// <param name="seed">The seed of the noise.</param>
    /// <exception cref="InvalidInputException">The points have another number of columns, or the model has no such timestep.</exception>
    public PointSet Diffuse(PointSet points, int timestep, ulong seed = 0)
    {
        RequireUsable(points);
        RequireTimestep(timestep);
        using var pass = new EvaluationPass(this, points, seed);
        var noisy = new float[points.Count * points.Columns];
        pass.Run(_ => timestep, pass.Graph.Noisy!, (first, tile, _) =>
        {
            for (var row = 0; row < tile.Count; row++)
                tile[row].CopyTo(noisy.AsSpan((first + row) * points.Columns));
        });
        Scaling.Restore(noisy);
        return new PointSet(noisy, points.ColumnNames);
    }

    /// <summary>
    /// What the network keeps for people to look at, such as w(t) or the gate, at one timestep: for each output its values,
    /// [points, width].
    /// </summary>
    /// <param name="points">Points x_t in the data's own units.</param>
    /// <param name="timestep">t, 0 … T - 1.</param>
    /// <exception cref="InvalidInputException">The points have another number of columns, or the model has no such timestep.</exception>
    public unsafe IReadOnlyDictionary<string, float[]> Inspect(PointSet points, int timestep)
    {
        RequireUsable(points);
        RequireTimestep(timestep);
        using var workspace = Workspace<float>.ForInference(_graph.Graph, points.Count, 1);
        workspace.Parameters = Values;
        var scaled = points.Values.ToArray();
        Scaling.Apply(scaled);
        workspace.Value(_graph.Timestep)[0][0] = timestep;
        var noisy = workspace.Value(_graph.Noisy!);
        for (var row = 0; row < points.Count; row++)
            scaled.AsSpan(row * points.Columns, points.Columns).CopyTo(noisy[row]);
        foreach (var node in _graph.Graph.Nodes.Where(node => node.Alias is null))
            node.Forward(workspace.Frame(node.Domain, 0, workspace.Count(node.Domain)));

        var outputs = new Dictionary<string, float[]>();
        foreach (var (name, node) in _graph.Graph.Outputs)
        {
            var rows = workspace.Value(node);
            var values = outputs[name] = new float[points.Count * node.Width];
            for (var row = 0; row < points.Count; row++)
                rows[node.Domain == Domain.Batch ? row : 0].CopyTo(values.AsSpan(row * node.Width));
        }

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

    private void RequireUsable(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (points.Columns != ColumnNames.Count)
            throw new InvalidInputException($"The points have {points.Columns} columns and the model {ColumnNames.Count}; give points of the model's table.");
    }

    private void RequireTimestep(int timestep)
    {
        if (timestep < 0 || timestep >= Schedule.Timesteps)
            throw new InvalidInputException($"The timestep is {timestep}; give 0 to {Schedule.Timesteps - 1}, those the model was trained on.");
    }
}
