using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>Mean over batch and columns of (prediction - target)².</summary>
internal sealed class MeanSquaredError : IBatchLoss
{
    public double Evaluate<T>(
        Rows<T> prediction, Rows<T> target, Rows<T> gradient) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = (double)prediction.Count * prediction.Width;
        var factor = T.CreateTruncating(2 / count);
        var sum = 0.0;
        for (var row = 0; row < prediction.Count; row++)
        {
            var predicted = prediction[row];
            var wanted = target[row];
            var slope = gradient[row];
            for (var column = 0; column < prediction.Width; column++)
            {
                var difference = predicted[column] - wanted[column];
                sum += double.CreateTruncating(difference) * double.CreateTruncating(difference);
                slope[column] += factor * difference;
            }
        }

        return sum / count;
    }
}
