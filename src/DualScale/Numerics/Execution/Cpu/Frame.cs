using System.Numerics;

namespace DualScale.Numerics;

/// <summary>A range of rows of one domain, on which an operation works.</summary>
internal readonly unsafe struct Frame<T>(Workspace<T> workspace, Domain domain, int first, int count)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int First => first;

    public int Count => count;

    /// <summary>For each batch row, which level row it belongs to.</summary>
    public int* LevelOf => workspace.LevelOf.Pointer;

    /// <summary>The node's rows of this frame; all rows of a node over levels seen from a batch frame.</summary>
    public Rows<T> Value(Node node) => node.Domain == domain
        ? workspace.Value(node, first, count)
        : workspace.Value(node, 0, workspace.Count(node.Domain));

    public Rows<T> Gradient(Node node) => node.Domain == domain
        ? workspace.Gradient(node, first, count)
        : workspace.Gradient(node, 0, workspace.Count(node.Domain));

    public RandomStream? Dropping => workspace.Dropping;

    public T* Parameter(Parameter parameter) => workspace.Parameters!.Pointer(parameter);

    public T* Transposed(Parameter parameter) => workspace.Parameters!.Transposed(parameter);

    public T* ParameterGradient(Parameter parameter) => workspace.ParameterGradients!.Pointer + parameter.Offset;

    /// <summary>Whether the gradient of a node's input i is added to what a later reader has written.</summary>
    public bool Accumulates(Node node, int input) => workspace.Plan.Accumulates(node, input);

    /// <summary>What a product starts from: its own addend, or the residual that the plan has merged into it.</summary>
    public Node? Start(Node product, Node? addend) => addend ?? workspace.Plan.ResidualOf(product);

    /// <summary>The batch rows that belong to a level row, in order.</summary>
    public ReadOnlySpan<int> MembersOf(int levelRow) => workspace.MembersOf(levelRow);
}
