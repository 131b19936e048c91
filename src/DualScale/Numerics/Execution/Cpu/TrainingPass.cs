using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>
/// Forward and backward through a graph for a whole batch, in phases shared between threads: timestep rows forward, tiles of
/// batch rows forward, the loss, tiles backward, timestep rows backward, parameter gradients. Every number is computed by
/// one thread in one order, so the result does not depend on how many there are. A pass allocates nothing.
/// </summary>
internal sealed class TrainingPass<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BatchTile = 64;
    private const int TimestepTile = 16;

    private readonly Node _prediction;
    private readonly Node _target;
    private readonly IBatchLoss[] _losses;
    private readonly IParameterLoss[] _penalties;
    private readonly ThreadTeam _team;
    private readonly Node[] _batchNodes;
    private readonly Node[] _timestepNodes;
    private readonly Node[] _backwardNodes;
    private readonly (Node Node, int Unit)[] _units;
    private readonly WorkQueue _queue = new();
    private readonly Action<int> _timestepForward;
    private readonly Action<int> _batchForward;
    private readonly Action<int> _batchBackward;
    private readonly Action<int> _timestepBackward;
    private readonly Action<int> _parameters;
    private readonly Action<int, int>? _prepare;

    /// <summary>Plans the memory for up to so many rows.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="prediction">The node the losses compare.</param>
    /// <param name="target">The node it is compared with.</param>
    /// <param name="losses">Losses, added up.</param>
    /// <param name="values">The graph's parameters.</param>
    /// <param name="team">Threads to run on.</param>
    /// <param name="batchRows">The largest batch.</param>
    /// <param name="timestepRows">The most distinct timesteps.</param>
    /// <param name="penalties">Losses of the parameters themselves, added too.</param>
    /// <param name="prepare">Fills the batch inputs of rows first … first + count - 1, called on any thread.</param>
    public TrainingPass(
        Graph graph, Node prediction, Node target, IReadOnlyList<IBatchLoss> losses, ParameterValues<T> values, ThreadTeam team,
        int batchRows, int timestepRows, Action<int, int>? prepare = null, IReadOnlyList<IParameterLoss>? penalties = null)
    {
        _prediction = prediction;
        _target = target;
        _losses = [.. losses];
        _penalties = [.. penalties ?? []];
        _team = team;
        _prepare = prepare;
        Workspace = Workspace<T>.ForTraining(graph, batchRows, timestepRows);
        Gradients = new AlignedBuffer<T>(values.Values.Length);
        Workspace.Parameters = values;
        Workspace.ParameterGradients = Gradients;

        var active = graph.Nodes.Where(node => node.Alias is null).ToArray();
        _batchNodes = [.. active.Where(node => node.Domain == Domain.Batch)];
        _timestepNodes = [.. active.Where(node => node.Domain == Domain.Timestep)];
        var path = graph.PlanGradients(prediction);
        _backwardNodes = [.. path.Where(node => node.RequiresGradient).Reverse()];
        _units = [.. path.SelectMany(node => Enumerable.Range(0, node.ParameterUnits).Select(unit => (node, unit)))];
        _timestepForward = _ => TimestepForward();
        _batchForward = _ => BatchForward();
        _batchBackward = _ => BatchBackward();
        _timestepBackward = _ => TimestepBackward();
        _parameters = _ => ParameterGradients();
    }

    public Workspace<T> Workspace { get; }

    /// <summary>The parameter gradients of the last pass, laid out as the parameters.</summary>
    public AlignedBuffer<T> Gradients { get; }

    /// <summary>Runs one pass over the rows in use and returns the loss.</summary>
    public double Run()
    {
        Forward();
        var prediction = Workspace.Value(_prediction);
        var gradient = Workspace.Gradient(_prediction.Alias ?? _prediction, 0, prediction.Count);
        for (var row = 0; row < gradient.Count; row++)
            gradient[row].Clear();
        var loss = 0.0;
        foreach (var term in _losses)
            loss += term.Evaluate(prediction, Workspace.Value(_target), gradient);

        RunPhase(_batchBackward, Tiles(Domain.Batch, BatchTile));
        RunPhase(_timestepBackward, Tiles(Domain.Timestep, TimestepTile));
        RunPhase(_parameters, _units.Length);
        foreach (var penalty in _penalties)
            loss += penalty.Evaluate(Workspace.Parameters!, Gradients);
        return loss;
    }

    /// <summary>Runs the forward half only.</summary>
    public void Forward()
    {
        RunPhase(_timestepForward, Tiles(Domain.Timestep, TimestepTile));
        RunPhase(_batchForward, Tiles(Domain.Batch, BatchTile));
    }

    public void Dispose()
    {
        Workspace.Dispose();
        Gradients.Dispose();
    }

    private int Tiles(Domain domain, int rows) => (Workspace.Count(domain) + rows - 1) / rows;

    private void RunPhase(Action<int> phase, int items)
    {
        _queue.Reset(items);
        _team.Run(phase);
    }

    private Frame<T> Tile(Domain domain, int tile, int rows) =>
        Workspace.Frame(domain, tile * rows, Math.Min(rows, Workspace.Count(domain) - tile * rows));

    private void TimestepForward()
    {
        while (_queue.TryTake(out var tile))
        {
            var frame = Tile(Domain.Timestep, tile, TimestepTile);
            foreach (var node in _timestepNodes)
                node.Forward(frame);
        }
    }

    private void BatchForward()
    {
        while (_queue.TryTake(out var tile))
        {
            var frame = Tile(Domain.Batch, tile, BatchTile);
            _prepare?.Invoke(frame.First, frame.Count);
            foreach (var node in _batchNodes)
                node.Forward(frame);
        }
    }

    private void BatchBackward()
    {
        while (_queue.TryTake(out var tile))
        {
            var frame = Tile(Domain.Batch, tile, BatchTile);
            foreach (var node in _backwardNodes)
            {
                if (node.Domain == Domain.Batch)
                    node.Backward(frame);
            }
        }
    }

    private void TimestepBackward()
    {
        while (_queue.TryTake(out var tile))
        {
            var frame = Tile(Domain.Timestep, tile, TimestepTile);
            foreach (var node in _backwardNodes)
            {
                if (node.Domain == Domain.Batch)
                    node.BackwardToTimestep(frame);
                else
                    node.Backward(frame);
            }
        }
    }

    private void ParameterGradients()
    {
        while (_queue.TryTake(out var item))
        {
            var (node, unit) = _units[item];
            node.ParameterGradient(Workspace.Frame(node.Domain, 0, Workspace.Count(node.Domain)), unit);
        }
    }
}
