using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>A loss over a whole batch of predictions.</summary>
internal interface IBatchLoss
{
    /// <summary>Returns the loss and adds its gradient with respect to the prediction.</summary>
    /// <param name="prediction">The prediction, [batch, columns].</param>
    /// <param name="target">What is wanted, [batch, columns].</param>
    /// <param name="gradient">Where the gradient is added, [batch, columns].</param>
    double Evaluate<T>(Rows<T> prediction, Rows<T> target, Rows<T> gradient) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
