namespace DualScale.Numerics;

/// <summary>
/// How the processor runs a graph, which stays as it is: the steps that compute its nodes, and for each gradient the one that
/// writes it first.
/// </summary>
internal sealed class GraphPlan
{
    private readonly IReadOnlyList<Step> _stepOf;
    private readonly bool[][] _accumulates;

    /// <param name="graph">The graph.</param>
    /// <param name="result">Where gradients start; null for forward passes alone.</param>
    public GraphPlan(Graph graph, Node? result = null)
    {
        var lowering = new Lowering(graph);
        (Graph, Steps, _stepOf) = (graph, lowering.Steps, lowering.StepOf);
        _accumulates = new bool[Steps.Count][];
        Path = result is null ? [] : Trace(StepOf(result));
    }

    public Graph Graph { get; }

    /// <summary>All steps, in order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Those of them that the result depends on. Steps that only look at others take no part in gradients.</summary>
    public IReadOnlyList<Step> Path { get; }

    /// <summary>The step that computes a node.</summary>
    public Step StepOf(Node node) => _stepOf[node.Index];

    /// <summary>Whether the backward pass adds to the gradient of an input, which a later reader has already written.</summary>
    public bool Accumulates(int step, int input) => _accumulates[step][input];

    private Step[] Trace(Step result)
    {
        var needed = new HashSet<Step> { result };
        foreach (var step in Steps.Reverse().Where(needed.Contains))
            needed.UnionWith(step.Inputs);

        var (path, written) = (Steps.Where(needed.Contains).ToArray(), new HashSet<Step> { result });
        foreach (var step in path.Reverse())
            _accumulates[step.Index] = [.. step.Inputs.Select(input => !written.Add(input))];
        return path;
    }
}
