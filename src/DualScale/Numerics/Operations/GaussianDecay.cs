using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// y_i = e^(-(f_i·s)²/2) of one number s a row, which has no gradient: by how much a normal spread of s dampens a wave of
/// frequency f_i.
/// </summary>
internal sealed unsafe class GaussianDecay(IReadOnlyList<float> frequencies) : Operation
{
    // What is smaller is nothing: products with subnormal numbers take a processor a hundred times as long.
    private const int LeastExponent = -60;

    private readonly float[] _frequencies = [.. frequencies];

    public IReadOnlyList<float> Frequencies => _frequencies;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0] with { Width = Frequencies.Count };

    public override void Forward<T>(Frame<T> frame)
    {
        var (s, y) = (frame.Input(0), frame.Result);
        var silent = Vector256.Create(T.CreateTruncating(LeastExponent));
        for (var row = 0; row < y.Count; row++)
        {
            var deviation = s[row][0];
            var target = y[row];
            for (var i = 0; i < target.Length; i++)
            {
                var wave = T.CreateTruncating(_frequencies[i]) * deviation;
                target[i] = wave * wave / T.CreateTruncating(-2);
            }

            for (var j = 0; j < y.Width; j += Vector256<T>.Count)
            {
                var exponent = Vector256.Load(y.At(row) + j);
                (Exponential.Exp(exponent) & Vector256.GreaterThan(exponent, silent)).Store(y.At(row) + j);
            }
        }
    }
}
