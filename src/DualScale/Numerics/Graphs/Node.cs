using System.Numerics;

namespace DualScale.Numerics;

/// <summary>
/// One value of a graph: a row of <see cref="Width"/> numbers for each row of its <see cref="Domain"/>. Nodes are made by
/// the methods of <see cref="Graph"/> and combine with + and *.
/// </summary>
public abstract class Node
{
    private protected Node(Graph graph, Domain domain, int width, params Node[] inputs)
    {
        Graph = graph;
        Domain = domain;
        Width = width;
        Inputs = inputs;
        RequiresGradient = inputs.Any(input => input.RequiresGradient);
    }

    /// <summary>What its rows stand for.</summary>
    public Domain Domain { get; }

    /// <summary>Numbers in a row, at least 1.</summary>
    public int Width { get; }

    internal Graph Graph { get; }

    internal int Index { get; set; }

    internal Node[] Inputs { get; }

    internal bool RequiresGradient { get; private protected set; }

    /// <summary>Sum of two nodes; a width of 1 is spread over the other's width.</summary>
    public static Node operator +(Node left, Node right) => left.Graph.Add(left, right);

    /// <summary>Elementwise product of two nodes; a width of 1 is spread over the other's width.</summary>
    public static Node operator *(Node left, Node right) => left.Graph.Multiply(left, right);

    /// <summary>Product with a constant.</summary>
    public static Node operator *(double factor, Node node) => node.Graph.Affine(node, factor, 0);

    /// <summary>Difference from a constant.</summary>
    public static Node operator -(double constant, Node node) => node.Graph.Affine(node, -1, constant);

    /// <summary>Computes the rows of the frame from those of the inputs.</summary>
    internal abstract void Forward<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Carries the gradient of the frame's rows to the inputs of the same domain.</summary>
    internal virtual void Backward<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>Carries the gradient of batch rows to inputs over levels: the frame covers level rows.</summary>
    internal virtual void BackwardToLevel<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>Into how many independent pieces the parameter gradient divides.</summary>
    internal virtual int ParameterUnits => 0;

    /// <summary>Computes one piece of the parameter gradient from all rows.</summary>
    internal virtual void ParameterGradient<T>(Frame<T> frame, int unit) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }
}
