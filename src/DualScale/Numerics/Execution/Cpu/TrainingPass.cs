using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>
/// Losses over an executor: one pass computes the loss of the rows in use and its gradient with respect to every parameter.
/// </summary>
internal sealed class TrainingPass<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Executor<T> _executor;
    private readonly Node _target;
    private readonly IBatchLoss[] _losses;
    private readonly IParameterLoss[] _penalties;

    /// <summary>Plans the memory for up to so many rows.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="prediction">The node the losses compare.</param>
    /// <param name="target">The node it is compared with.</param>
    /// <param name="losses">Losses, added up.</param>
    /// <param name="values">The graph's parameters.</param>
    /// <param name="team">Threads to run on.</param>
    /// <param name="batchRows">The largest batch.</param>
    /// <param name="levelRows">The most distinct levels.</param>
    /// <param name="penalties">Losses of the parameters themselves, added too.</param>
    /// <param name="prepare">Fills the batch inputs of rows first … first + count - 1, called on any thread.</param>
    public TrainingPass(
        Graph graph, Node prediction, Node target, IReadOnlyList<IBatchLoss> losses, ParameterValues<T> values, ThreadTeam team,
        int batchRows, int levelRows, Action<int, int>? prepare = null, IReadOnlyList<IParameterLoss>? penalties = null)
    {
        _executor = new Executor<T>(graph, prediction, values, team, batchRows, levelRows, prepare);
        _target = target;
        _losses = [.. losses];
        _penalties = [.. penalties ?? []];
    }

    public Workspace<T> Workspace => _executor.Workspace;

    /// <summary>The parameter gradients of the last pass, laid out as the parameters.</summary>
    public AlignedBuffer<T> Gradients => _executor.Gradients;

    /// <summary>Runs one pass over the rows in use and returns the loss.</summary>
    public double Run()
    {
        _executor.Forward();
        var gradient = _executor.ResultGradient();
        var loss = 0.0;
        foreach (var term in _losses)
            loss += term.Evaluate(Workspace.Value(_executor.Result), Workspace.Value(_target), gradient);

        _executor.Backward();
        _executor.BackwardToParameters();
        foreach (var penalty in _penalties)
            loss += penalty.Evaluate(Workspace.Parameters!, Gradients);
        return loss;
    }

    /// <summary>Runs the forward half only.</summary>
    public void Forward() => _executor.Forward();

    public void Dispose() => _executor.Dispose();
}
