using System.Numerics;

namespace DualScale.Numerics.Operations;

/// <summary>
/// What a node computes from its inputs: attributes that anyone can read, the shape of the result, and the code for a tile of
/// rows, forward and backward. It knows neither nodes nor where rows lie.
/// </summary>
internal abstract class Operation
{
    /// <summary>Whether gradients flow into the result even where no input asks for one: it is learned from.</summary>
    public virtual bool RequiresGradient => false;

    /// <summary>
    /// Whether a result over the batch reads inputs over levels as they are, a row a level; others see them spread over the
    /// batch.
    /// </summary>
    public virtual bool ReadsLevels => false;

    /// <summary>Into how many independent pieces the parameter gradient divides.</summary>
    public virtual int ParameterUnits => 0;

    /// <summary>The shape of the result.</summary>
    /// <exception cref="ArgumentException">The inputs do not suit the operation.</exception>
    public abstract Shape ShapeOf(ReadOnlySpan<Shape> inputs);

    /// <summary>Computes the rows of the frame from those of the inputs.</summary>
    public abstract void Forward<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Carries the gradient of the frame's rows to the inputs of the same domain.</summary>
    public virtual void Backward<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>Carries the gradient of batch rows to inputs over levels: the frame covers level rows.</summary>
    public virtual void BackwardToLevel<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>Computes one piece of the parameter gradient from all rows.</summary>
    public virtual void ParameterGradient<T>(Frame<T> frame, int unit) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }
}
