using DualScale.Numerics.Operations;

namespace DualScale.Numerics;

/// <summary>
/// One value of a graph: a row of <see cref="Width"/> numbers for each row of its <see cref="Domain"/>. Nodes are made by
/// the methods of <see cref="Graph"/> and combine with + and *.
/// </summary>
public sealed class Node
{
    private readonly Node[] _inputs;

    internal Node(Graph graph, int index, Operation operation, Node[] inputs)
    {
        (Graph, Index, Operation, _inputs) = (graph, index, operation, inputs);
        (Domain, Width) = operation.ShapeOf([.. inputs.Select(input => new Shape(input.Domain, input.Width))]);
        RequiresGradient = operation.RequiresGradient || inputs.Any(input => input.RequiresGradient);
    }

    /// <summary>What its rows stand for.</summary>
    public Domain Domain { get; }

    /// <summary>Numbers in a row, at least 1.</summary>
    public int Width { get; }

    internal Graph Graph { get; }

    /// <summary>Its place in the graph, after all its inputs.</summary>
    internal int Index { get; }

    /// <summary>How it is computed.</summary>
    internal Operation Operation { get; }

    internal IReadOnlyList<Node> Inputs => _inputs;

    internal bool RequiresGradient { get; }

    /// <summary>Sum of two nodes; a width of 1 is spread over the other's width.</summary>
    public static Node operator +(Node left, Node right) => GraphOf(left).Add(left, right);

    /// <summary>Elementwise product of two nodes; a width of 1 is spread over the other's width.</summary>
    public static Node operator *(Node left, Node right) => GraphOf(left).Multiply(left, right);

    /// <summary>Product with a constant.</summary>
    public static Node operator *(double factor, Node node) => GraphOf(node).Affine(node, factor, 0);

    /// <summary>Difference from a constant.</summary>
    public static Node operator -(double constant, Node node) => GraphOf(node).Affine(node, -1, constant);

    private static Graph GraphOf(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Graph;
    }
}
