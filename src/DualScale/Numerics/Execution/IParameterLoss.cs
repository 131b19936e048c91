using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>A loss of the parameters alone.</summary>
internal interface IParameterLoss
{
    /// <summary>Returns the loss and adds its gradient.</summary>
    /// <param name="values">The parameters.</param>
    /// <param name="gradients">Their gradients, laid out as they are.</param>
    double Evaluate<T>(ParameterValues<T> values, AlignedBuffer<T> gradients) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
