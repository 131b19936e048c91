using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// A network on a tile of rows, each at a level of its own: forward once, then as often as wanted back to the points, without
/// gradients of parameters. A row's numbers do not depend on the others.
/// </summary>
internal sealed unsafe class GradientTile : IDisposable
{
    private readonly DiffusionRecipe _recipe;
    private readonly DenoisingGraph _graph;
    private readonly Workspace<float> _workspace;
    private readonly Step[] _backward;
    private int _count;

    /// <param name="recipe">What the model is.</param>
    /// <param name="graph">Its graph, whose point has a gradient.</param>
    /// <param name="plan">The graph's plan, with the output as its result.</param>
    /// <param name="values">Its weights.</param>
    /// <param name="rows">The most rows.</param>
    public GradientTile(
        DiffusionRecipe recipe, DenoisingGraph graph, GraphPlan plan, ParameterValues<float> values, int rows)
    {
        (_recipe, _graph) = (recipe, graph);
        _workspace = Workspace<float>.ForTraining(plan, rows, rows);
        _workspace.Parameters = values;
        for (var row = 0; row < rows; row++)
            _workspace.LevelOf.Pointer[row] = row;

        // Of what does not depend on the point nobody asks for the gradient.
        var moved = new HashSet<Step> { plan.StepOf(graph.Noisy) };
        foreach (var step in plan.Path.Where(step => step.Inputs.Any(moved.Contains)))
            moved.Add(step);
        _backward = [.. plan.Path.Reverse().Where(step => step.Domain == Domain.Batch && moved.Contains(step))];
    }

    /// <summary>Sets how many rows are in use.</summary>
    public void Resize(int count) => _workspace.SetCounts(_count = count, count);

    /// <summary>Sets a row's level and returns its point, scaled, to be filled.</summary>
    public Span<float> Set(int row, double level)
    {
        _graph.WriteLevel(_workspace, row, level, _recipe);
        return _workspace.Value(_graph.Noisy)[row];
    }

    /// <summary>Computes the network's output.</summary>
    public void Forward()
    {
        foreach (var step in _workspace.Plan.Path)
            _workspace.Forward(step, 0, _count);
    }

    /// <summary>F of a row.</summary>
    public ReadOnlySpan<float> Output(int row) => _workspace.Value(_graph.Output)[row];

    /// <summary>w of a row, to be filled before <see cref="Backward"/>.</summary>
    public Span<float> Weights(int row) => _workspace.Gradient(_graph.Output, 0, _count)[row];

    /// <summary>Computes wᵀ·∂F/∂x of the first rows.</summary>
    public void Backward(int count)
    {
        foreach (var step in _backward)
            step.Operation.Backward(_workspace.Frame(step, Domain.Batch, 0, count));
    }

    /// <summary>wᵀ·∂F/∂x of a row.</summary>
    public ReadOnlySpan<float> Gradient(int row) => _workspace.Gradient(_graph.Noisy, 0, _count)[row];

    public void Dispose() => _workspace.Dispose();
}
