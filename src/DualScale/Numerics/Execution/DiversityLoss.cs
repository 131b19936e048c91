using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>
/// -λ · mean over all ordered pairs of the batch, self-pairs included, of ‖ε̂_i - ε̂_j‖₂ (docs/models.md, section 6): it rewards
/// predictions that differ.
/// </summary>
internal sealed class DiversityLoss(double weight) : IBatchLoss
{
    public double Evaluate<T>(
        Rows<T> prediction, Rows<T> target, Rows<T> gradient) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var pairs = (double)prediction.Count * prediction.Count;
        var factor = T.CreateTruncating(-2 * weight / pairs);
        var sum = 0.0;
        for (var i = 0; i < prediction.Count; i++)
        {
            var rowSum = T.Zero;
            for (var j = 0; j < i; j++)
                rowSum += Pair(prediction[i], prediction[j], gradient[i], gradient[j], factor);
            sum += double.CreateTruncating(rowSum);
        }

        return -2 * weight * sum / pairs;
    }

    private static T Pair<T>(
        Span<T> a, Span<T> b, Span<T> gradientA, Span<T> gradientB, T factor) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var squares = T.Zero;
        for (var column = 0; column < a.Length; column++)
        {
            var difference = a[column] - b[column];
            squares = T.MultiplyAddEstimate(difference, difference, squares);
        }

        if (squares == T.Zero)
            return T.Zero;
        var distance = T.Sqrt(squares);
        var slope = factor / distance;
        for (var column = 0; column < a.Length; column++)
        {
            var share = slope * (a[column] - b[column]);
            gradientA[column] += share;
            gradientB[column] -= share;
        }

        return distance;
    }
}
