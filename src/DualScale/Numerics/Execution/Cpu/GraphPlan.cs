using DualScale.Numerics.Operations;

namespace DualScale.Numerics;

/// <summary>
/// How the processor runs a graph, which stays as it is: a residual sum whose product nothing else reads is merged into the
/// product, and each gradient has one node that writes it first.
/// </summary>
internal sealed class GraphPlan
{
    private readonly Node?[] _home;
    private readonly Node?[] _residual;
    private readonly bool[][] _accumulates;

    /// <param name="graph">The graph.</param>
    /// <param name="result">Where gradients start; null for forward passes alone.</param>
    public GraphPlan(Graph graph, Node? result = null)
    {
        Graph = graph;
        _home = new Node?[graph.Nodes.Count];
        _residual = new Node?[graph.Nodes.Count];
        _accumulates = new bool[graph.Nodes.Count][];
        foreach (var add in graph.Nodes.OfType<Add>())
        {
            if (add.ProductToStartFrom(graph) is { } product && _residual[product.Index] is null)
                (_home[add.Index], _residual[product.Index]) = (product, add.Inputs[0]);
        }

        Active = [.. graph.Nodes.Where(node => _home[node.Index] is null)];
        Path = result is null ? [] : Trace(Home(result));
    }

    public Graph Graph { get; }

    /// <summary>The nodes that compute something, in order.</summary>
    public IReadOnlyList<Node> Active { get; }

    /// <summary>Those of them that the result depends on. Nodes that only look at others take no part in gradients.</summary>
    public IReadOnlyList<Node> Path { get; }

    /// <summary>The node in whose memory a node lives: its own, or the product that computes it on the way.</summary>
    public Node Home(Node node) => _home[node.Index] ?? node;

    /// <summary>What a product starts from in place of zero; null for nothing.</summary>
    public Node? ResidualOf(Node product) => _residual[product.Index];

    /// <summary>What a node reads.</summary>
    public IEnumerable<Node> InputsOf(Node node) =>
        _residual[node.Index] is { } residual ? node.Inputs.Append(residual) : node.Inputs;

    /// <summary>Whether the backward pass adds to the gradient of input i, which a later reader has already written.</summary>
    public bool Accumulates(Node node, int input) => _accumulates[node.Index][input];

    private Node[] Trace(Node result)
    {
        var needed = new HashSet<Node> { result };
        foreach (var node in Active.Reverse().Where(needed.Contains))
            needed.UnionWith(InputsOf(node).Select(Home));

        var (path, written) = (Active.Where(needed.Contains).ToArray(), new HashSet<Node> { result });
        foreach (var node in path.Reverse())
            _accumulates[node.Index] = [.. InputsOf(node).Select(input => !written.Add(Home(input)))];
        return path;
    }
}
