using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>
/// Runs a graph for a whole batch, forward and backward, in phases shared between threads: level rows forward, tiles of batch
/// rows forward, tiles backward, level rows backward, parameter gradients. Every number is computed by one thread in one order,
/// so the result does not depend on how many there are. A pass allocates nothing.
/// </summary>
internal sealed class Executor<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int BatchTile = 64;
    private const int LevelTile = 16;

    private readonly ThreadTeam _team;
    private readonly Step[] _batchSteps;
    private readonly Step[] _levelSteps;
    private readonly Step[] _backwardSteps;
    private readonly (Step Step, int Unit)[] _units;
    private readonly WorkQueue _queue = new();
    private readonly Action<int> _levelForward;
    private readonly Action<int> _batchForward;
    private readonly Action<int> _batchBackward;
    private readonly Action<int> _levelBackward;
    private readonly Action<int> _parameters;
    private readonly Action<int, int>? _prepare;

    /// <summary>Plans the memory for up to so many rows.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="result">The node whose gradient the backward half starts from.</param>
    /// <param name="values">The graph's parameters.</param>
    /// <param name="team">Threads to run on.</param>
    /// <param name="batchRows">The largest batch.</param>
    /// <param name="levelRows">The most distinct levels.</param>
    /// <param name="prepare">Fills the batch inputs of rows first … first + count - 1, called on any thread.</param>
    public Executor(Graph graph, Node result, ParameterValues<T> values, ThreadTeam team, int batchRows, int levelRows,
        Action<int, int>? prepare = null)
    {
        Result = result;
        _team = team;
        _prepare = prepare;
        var plan = new GraphPlan(graph, result);
        Workspace = Workspace<T>.ForTraining(plan, batchRows, levelRows);
        Gradients = new AlignedBuffer<T>(values.Values.Length);
        Workspace.Parameters = values;
        Workspace.ParameterGradients = Gradients;

        _batchSteps = [.. plan.Steps.Where(step => step.Domain == Domain.Batch)];
        _levelSteps = [.. plan.Steps.Where(step => step.Domain == Domain.Level)];
        _backwardSteps = [.. plan.Path.Where(step => step.RequiresGradient).Reverse()];
        _units =
            [.. plan.Path.SelectMany(step => Enumerable.Range(0, step.Operation.ParameterUnits).Select(unit => (step, unit)))];
        _levelForward = _ => LevelForward();
        _batchForward = _ => BatchForward();
        _batchBackward = _ => BatchBackward();
        _levelBackward = _ => LevelBackward();
        _parameters = _ => ParameterGradients();
    }

    public Workspace<T> Workspace { get; }

    public Node Result { get; }

    /// <summary>The parameter gradients of the last pass, laid out as the parameters.</summary>
    public AlignedBuffer<T> Gradients { get; }

    /// <summary>Computes every node for the rows in use.</summary>
    public void Forward()
    {
        RunPhase(_levelForward, Tiles(Domain.Level, LevelTile));
        RunPhase(_batchForward, Tiles(Domain.Batch, BatchTile));
    }

    /// <summary>The result's gradient, all zeros, to be filled before the backward half.</summary>
    public Rows<T> ResultGradient()
    {
        var gradient = Workspace.Gradient(Result, 0, Workspace.Count(Domain.Batch));
        for (var row = 0; row < gradient.Count; row++)
            gradient[row].Clear();
        return gradient;
    }

    /// <summary>Carries the result's gradient to the inputs that ask for one.</summary>
    public void Backward()
    {
        RunPhase(_batchBackward, Tiles(Domain.Batch, BatchTile));
        RunPhase(_levelBackward, Tiles(Domain.Level, LevelTile));
    }

    /// <summary>Computes the gradients of the parameters, after <see cref="Backward"/>.</summary>
    public void BackwardToParameters() => RunPhase(_parameters, _units.Length);

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

    private (int First, int Count) Tile(Domain domain, int tile, int rows) =>
        (tile * rows, Math.Min(rows, Workspace.Count(domain) - tile * rows));

    private void LevelForward()
    {
        while (_queue.TryTake(out var tile))
        {
            var (first, count) = Tile(Domain.Level, tile, LevelTile);
            foreach (var step in _levelSteps)
                Workspace.Forward(step, first, count);
        }
    }

    private void BatchForward()
    {
        while (_queue.TryTake(out var tile))
        {
            var (first, count) = Tile(Domain.Batch, tile, BatchTile);
            _prepare?.Invoke(first, count);
            foreach (var step in _batchSteps)
                Workspace.Forward(step, first, count);
        }
    }

    private void BatchBackward()
    {
        while (_queue.TryTake(out var tile))
        {
            var (first, count) = Tile(Domain.Batch, tile, BatchTile);
            foreach (var step in _backwardSteps)
            {
                if (step.Domain == Domain.Batch)
                    step.Operation.Backward(Workspace.Frame(step, Domain.Batch, first, count));
            }
        }
    }

    private void LevelBackward()
    {
        while (_queue.TryTake(out var tile))
        {
            var (first, count) = Tile(Domain.Level, tile, LevelTile);
            foreach (var step in _backwardSteps)
            {
                var frame = Workspace.Frame(step, Domain.Level, first, count);
                if (step.Domain == Domain.Batch)
                    step.Operation.BackwardToLevel(frame);
                else
                    step.Operation.Backward(frame);
            }
        }
    }

    private void ParameterGradients()
    {
        while (_queue.TryTake(out var item))
        {
            var (step, unit) = _units[item];
            step.Operation.ParameterGradient(
                Workspace.Frame(step, step.Domain, 0, Workspace.Count(step.Domain)), unit);
        }
    }
}
