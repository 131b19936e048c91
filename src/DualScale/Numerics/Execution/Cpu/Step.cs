using DualScale.Numerics.Operations;

namespace DualScale.Numerics;

/// <summary>An operation that the processor does, on the results of earlier steps.</summary>
internal sealed class Step
{
    private readonly Step[] _inputs;

    public Step(int index, Operation operation, Step[] inputs)
    {
        (Index, Operation, _inputs) = (index, operation, inputs);
        (Domain, Width) = operation.ShapeOf([.. inputs.Select(input => new Shape(input.Domain, input.Width))]);
        RequiresGradient = operation.RequiresGradient || inputs.Any(input => input.RequiresGradient);
    }

    /// <summary>Its place in the plan, after all its inputs.</summary>
    public int Index { get; }

    public Operation Operation { get; }

    public IReadOnlyList<Step> Inputs => _inputs;

    public Domain Domain { get; }

    public int Width { get; }

    public bool RequiresGradient { get; }

    /// <summary>An input by its number or, below 0, the step itself.</summary>
    public Step Operand(int operand) => operand < 0 ? this : _inputs[operand];
}
