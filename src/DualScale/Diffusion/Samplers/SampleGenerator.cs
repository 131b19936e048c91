using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// Draws samples tile by tile: a tile of rows goes through all its reverse steps on one thread, so no thread ever waits.
/// What depends on the timestep alone is computed once for all.
/// </summary>
internal sealed class SampleGenerator : IDisposable
{
    private const int TileRows = 96;

    private readonly DenoisingGraph _graph;
    private readonly ParameterValues<float> _values;
    private readonly IReadOnlyList<ReverseStep> _steps;
    private readonly ulong _seed;
    private readonly Workspace<float> _timesteps;
    private readonly Node[] _batchNodes;

    public SampleGenerator(DenoisingGraph graph, ParameterValues<float> values, IReadOnlyList<ReverseStep> steps, ulong seed)
    {
        if (graph.NoiseFactor is null && steps.Any(step => step.ByGrid))
            throw new InvalidInputException("The grid sampler needs a model with a noise grid and this one has none; choose another sampler.");
        _graph = graph;
        _values = values;
        _steps = steps;
        _seed = seed;
        _timesteps = Workspace<float>.ForInference(graph.Graph, 0, steps.Count);
        _timesteps.Parameters = values;
        _batchNodes = [.. graph.Graph.Nodes.Where(node => node.Domain == Domain.Batch && node.Alias is null)];
        for (var step = 0; step < steps.Count; step++)
            _timesteps.Value(graph.Timestep)[step][0] = steps[step].Timestep;
        foreach (var node in graph.Graph.Nodes.Where(node => node.Domain == Domain.Timestep && node.Alias is null))
            node.Forward(_timesteps.Frame(Domain.Timestep, 0, steps.Count));
    }

    /// <summary>Fills [count, columns] with samples.</summary>
    public void Fill(float[] samples, int count, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        var queue = new WorkQueue();
        var tiles = (count + TileRows - 1) / TileRows;
        var done = 0;
        queue.Reset(tiles);
        using var team = new ThreadTeam(Math.Max(1, Math.Min(threads, tiles)));
        team.Run(_ =>
        {
            using var workspace = Workspace<float>.ForInference(_graph.Graph, TileRows, _steps.Count, _timesteps);
            workspace.Parameters = _values;
            while (!cancellation.IsCancellationRequested && queue.TryTake(out var tile))
            {
                Draw(workspace, tile * TileRows, Math.Min(TileRows, count - tile * TileRows), samples);
                progress?.Report((double)Interlocked.Increment(ref done) / tiles);
            }
        });
        cancellation.ThrowIfCancellationRequested();
    }

    public void Dispose() => _timesteps.Dispose();

    private unsafe void Draw(Workspace<float> workspace, int first, int count, float[] samples)
    {
        workspace.SetCounts(count, _steps.Count);
        var x = workspace.Value(_graph.Noisy!);
        var predicted = workspace.Value(_graph.Prediction);
        var factor = _graph.NoiseFactor is { } node ? workspace.Value(node) : default;
        var columns = x.Width;
        var random = new float[count * columns];
        RandomStreams.SampleStart(_seed).FillNormal((ulong)first * (ulong)columns, random);
        for (var row = 0; row < count; row++)
            random.AsSpan(row * columns, columns).CopyTo(x[row]);

        var frame = workspace.Frame(Domain.Batch, 0, count);
        for (var step = 0; step < _steps.Count; step++)
        {
            new Span<int>(workspace.TimestepOf.Pointer, count).Fill(step);
            foreach (var batchNode in _batchNodes)
                batchNode.Forward(frame);

            var (_, ofPoint, ofNoise, ofRandom, byGrid) = _steps[step];
            if (ofRandom > 0)
                RandomStreams.SampleNoise(_seed, step).FillNormal((ulong)first * (ulong)columns, random);
            for (var row = 0; row < count; row++)
            {
                var point = x.At(row);
                var noise = predicted.At(row);
                var spread = (float)ofRandom * (byGrid ? MathF.Sqrt(Math.Max(0, *factor.At(row))) : 1);
                for (var column = 0; column < columns; column++)
                {
                    point[column] = (float)ofPoint * point[column] + (float)ofNoise * noise[column];
                    if (ofRandom > 0)
                        point[column] += spread * random[row * columns + column];
                }
            }
        }

        for (var row = 0; row < count; row++)
            x[row].CopyTo(samples.AsSpan((first + row) * columns, columns));
    }
}
