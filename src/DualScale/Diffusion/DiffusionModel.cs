using DualScale.Data;
using DualScale.Denoisers;
using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>A trained denoiser with all that sampling needs: its noise schedule and the scaling of its columns.</summary>
public sealed class DiffusionModel : IDisposable
{
    private const int EvaluationTile = 256;

    private readonly DenoisingGraph _graph;

    /// <summary>Creates a model whose weights are yet to be loaded.</summary>
    internal DiffusionModel(IDenoiser denoiser, NoiseSchedule schedule, Standardization scaling, IReadOnlyList<string> columnNames)
    {
        Denoiser = denoiser;
        Schedule = schedule;
        Scaling = scaling;
        ColumnNames = columnNames;
        _graph = DenoisingGraph.ForSampling(denoiser, columnNames.Count);
        Values = new ParameterValues<float>(_graph.Graph.Parameters);
    }

    /// <summary>The network.</summary>
    public IDenoiser Denoiser { get; }

    /// <summary>The noise it was trained on.</summary>
    public NoiseSchedule Schedule { get; }

    /// <summary>How its columns are scaled.</summary>
    public Standardization Scaling { get; }

    /// <summary>The names of its columns.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>The learned arrays by name, as a PyTorch user would name them.</summary>
    public IReadOnlyList<Parameter> Parameters => Values.All;

    internal ParameterValues<float> Values { get; }

    /// <summary>Draws samples, [count, columns] in the data's own units.</summary>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="options">How; all of DDPM's steps where null.</param>
    /// <param name="progress">Told the share done, 0 to 1, from any thread.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">The count is below 1.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PointSet Sample(int count, SamplingOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (count < 1)
            throw new InvalidInputException($"The number of samples is {count}; give at least 1.");
        options ??= new SamplingOptions();
        using var generator = new SampleGenerator(_graph, Values, options.Steps ?? Samplers.Ddpm(Schedule), options.Seed);
        var samples = new float[(long)count * ColumnNames.Count];
        generator.Fill(samples, count, options.ThreadCount, progress, cancellation);
        Scaling.Restore(samples);
        return new PointSet(samples, ColumnNames);
    }

    /// <summary>The evaluation loss: mean squared error of ε on points, at random timesteps (docs/models.md, section 7).</summary>
    /// <param name="points">Points it was not trained on, in the data's own units.</param>
    /// <param name="seed">The seed of timesteps and noise.</param>
    public unsafe double EvaluationLoss(PointSet points, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(points);
        var graph = DenoisingGraph.ForTraining(Denoiser, points.Columns);
        using var workspace = Workspace<float>.ForInference(graph.Graph, EvaluationTile, Schedule.Timesteps);
        workspace.Parameters = Values;
        for (var t = 0; t < Schedule.Timesteps; t++)
        {
            workspace.Value(graph.Timestep)[t][0] = t;
            workspace.Value(graph.SignalScale!)[t][0] = (float)Schedule.SignalScale(t);
            workspace.Value(graph.NoiseScale!)[t][0] = (float)Schedule.NoiseScale(t);
        }

        Run(Domain.Timestep, Schedule.Timesteps);
        var scaled = points.Values.ToArray();
        Scaling.Apply(scaled);
        var sum = 0.0;
        for (var first = 0; first < points.Count; first += EvaluationTile)
        {
            var count = Math.Min(EvaluationTile, points.Count - first);
            var (clean, noise) = (workspace.Value(graph.Clean!, 0, count), workspace.Value(graph.Noise!, 0, count));
            for (var row = 0; row < count; row++)
            {
                workspace.TimestepOf.Pointer[row] = RandomStreams.Evaluation(seed, 0).Below((ulong)(first + row), Schedule.Timesteps);
                scaled.AsSpan((first + row) * points.Columns, points.Columns).CopyTo(clean[row]);
                RandomStreams.Evaluation(seed, 1).FillNormal((ulong)(first + row) * (ulong)points.Columns, noise[row]);
            }

            Run(Domain.Batch, count);
            var predicted = workspace.Value(graph.Prediction, 0, count);
            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < points.Columns; column++)
                    sum += Math.Pow(predicted[row][column] - noise[row][column], 2);
            }
        }

        return sum / ((double)points.Count * points.Columns);

        void Run(Domain domain, int rows)
        {
            foreach (var node in graph.Graph.Nodes.Where(node => node.Domain == domain && node.Alias is null))
                node.Forward(workspace.Frame(domain, 0, rows));
        }
    }

    /// <summary>
    /// What the network keeps for people to look at, such as w(t) or the gate, at one timestep: for each output its values,
    /// [points, width].
    /// </summary>
    /// <param name="points">Points x_t in the data's own units.</param>
    /// <param name="timestep">t, 0 … T - 1.</param>
    public unsafe IReadOnlyDictionary<string, float[]> Inspect(PointSet points, int timestep)
    {
        ArgumentNullException.ThrowIfNull(points);
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
    public void Dispose() => Values.Dispose();

    /// <summary>Takes over a block of weights laid out as the graph's parameters.</summary>
    internal void LoadBlock(ReadOnlySpan<float> block)
    {
        block.CopyTo(Values.Values.Span);
        Values.RefreshTransposed();
    }
}
