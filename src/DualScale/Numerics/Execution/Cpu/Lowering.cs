using DualScale.Numerics.Operations;

namespace DualScale.Numerics;

/// <summary>
/// Turns the nodes of a graph, which stays as it is, into steps. The share that inputs over levels have in a linear layer is a
/// step over levels; what else of levels meets the batch is gathered, once; x + Linear(…) is one product that starts from x
/// where nothing else reads the layer.
/// </summary>
internal sealed class Lowering
{
    private readonly Graph _graph;
    private readonly List<Step> _steps = [];
    private readonly Step?[] _stepOf;
    private readonly Dictionary<Node, Step> _gathered = [];

    public Lowering(Graph graph)
    {
        _graph = graph;
        _stepOf = new Step?[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            _stepOf[node.Index] ??= node.Operation is Linear layer
                ? Product(node, layer)
                : Append(node.Operation, [.. node.Inputs.Select(input => AsReadBy(node, input))]);
        }
    }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>The step that computes each node of the graph; a merged sum has that of its product.</summary>
    public IReadOnlyList<Step> StepOf => _stepOf!;

    private Step Product(Node node, Linear layer)
    {
        var parts = node.Inputs.Index().ToLookup(input => input.Item.Domain);
        if (parts.Count > 1)
        {
            var shared = Append(Part(Domain.Level, hasBias: true, hasAddend: false), Read(Domain.Level));
            return Append(Part(Domain.Batch, hasBias: false, hasAddend: true), [.. Read(Domain.Batch), shared]);
        }

        if (SumOf(node) is not { } sum || Ready(sum.Inputs[0], node) is not { } residual)
            return Append(layer, Read(node.Domain));
        return _stepOf[sum.Index] = Append(Part(node.Domain, hasBias: true, hasAddend: true), [.. Read(node.Domain), residual]);

        Linear Part(Domain domain, bool hasBias, bool hasAddend) =>
            layer.Part(parts[domain].Select(input => input.Index), hasBias, hasAddend);

        Step[] Read(Domain domain) => [.. parts[domain].Select(input => _stepOf[input.Item.Index]!)];
    }

    // The sum that a product may be merged with: it adds to a node as wide, and nobody else looks at the product.
    private Node? SumOf(Node product) =>
        !_graph.Kept.Contains(product)
        && _graph.Nodes.Where(node => node.Inputs.Contains(product)).ToArray() is [{ Operation: Add } sum]
        && sum.Inputs[1] == product && sum.Inputs[0].Width == product.Width && sum.Domain == product.Domain ? sum : null;

    // What a product can start from is there before it.
    private Step? Ready(Node residual, Node product) =>
        residual.Index >= product.Index ? null
        : residual.Domain == product.Domain ? _stepOf[residual.Index]
        : _gathered.GetValueOrDefault(residual);

    private Step AsReadBy(Node reader, Node input)
    {
        var step = _stepOf[input.Index]!;
        if (reader.Domain == input.Domain || reader.Operation.ReadsLevels)
            return step;
        if (!_gathered.TryGetValue(input, out var gathered))
            _gathered[input] = gathered = Append(new Gather(), [step]);
        return gathered;
    }

    private Step Append(Operation operation, Step[] inputs)
    {
        var step = new Step(_steps.Count, operation, inputs);
        _steps.Add(step);
        return step;
    }
}
