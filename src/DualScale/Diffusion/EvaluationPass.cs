using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Runs a model's forward process and network over points with known noise, tile by tile.</summary>
internal sealed class EvaluationPass : IDisposable
{
    private const int TileRows = 256;

    private readonly PointSet _points;
    private readonly float[] _scaled;
    private readonly ulong _seed;
    private readonly Workspace<float> _workspace;

    public EvaluationPass(DiffusionModel model, PointSet points, ulong seed)
    {
        (_points, _seed) = (points, seed);
        _scaled = points.Values.ToArray();
        model.Scaling.Apply(_scaled);
        Graph = DenoisingGraph.ForTraining(model.Denoiser, points.Columns, model.Grid);
        _workspace = Workspace<float>.ForInference(Graph.Graph, TileRows, model.Schedule.Timesteps);
        _workspace.Parameters = model.Values;
        for (var t = 0; t < model.Schedule.Timesteps; t++)
        {
            _workspace.Value(Graph.Timestep)[t][0] = t;
            _workspace.Value(Graph.SignalScale!)[t][0] = (float)model.Schedule.SignalScale(t);
            _workspace.Value(Graph.NoiseScale!)[t][0] = (float)model.Schedule.NoiseScale(t);
        }

        Forward(Domain.Timestep, model.Schedule.Timesteps, until: null);
    }

    public DenoisingGraph Graph { get; }

    /// <summary>Visits each tile with its first row, its values of <paramref name="result"/> and its noise.</summary>
    /// <param name="timestepOf">t of a row.</param>
    /// <param name="result">The node looked at; nothing behind it is computed.</param>
    /// <param name="visit">What is done with a tile.</param>
    public unsafe void Run(Func<int, int> timestepOf, Node result, Action<int, Rows<float>, Rows<float>> visit)
    {
        var columns = _points.Columns;
        var stream = RandomStreams.Evaluation(_seed, 1);
        for (var first = 0; first < _points.Count; first += TileRows)
        {
            var count = Math.Min(TileRows, _points.Count - first);
            var (clean, noise) = (_workspace.Value(Graph.Clean!, 0, count), _workspace.Value(Graph.Noise!, 0, count));
            for (var row = 0; row < count; row++)
            {
                _workspace.TimestepOf.Pointer[row] = timestepOf(first + row);
                _scaled.AsSpan((first + row) * columns, columns).CopyTo(clean[row]);
                stream.FillNormal((ulong)(first + row) * (ulong)columns, noise[row]);
            }

            Forward(Domain.Batch, count, result.Alias ?? result);
            visit(first, _workspace.Value(result, 0, count), noise);
        }
    }

    public void Dispose() => _workspace.Dispose();

    private void Forward(Domain domain, int rows, Node? until)
    {
        foreach (var node in Graph.Graph.Nodes.Where(node => node.Domain == domain && node.Alias is null))
        {
            node.Forward(_workspace.Frame(domain, 0, rows));
            if (node == until)
                return;
        }
    }
}
