using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// y = x·m/(1 - p), m 0 with probability p and else 1 (Srivastava et al. 2014), where the frame has numbers to draw m from;
/// y = x where it has none. Number m of unit j in row i of the k-th such node is a function of (k, i, j) in their stream.
/// </summary>
internal sealed class Dropout : Operation
{
    private const int OrdinalShift = 48;
    private const int BlockWidth = 256;

    private readonly float _share;

    /// <param name="share">p, in [0, 1).</param>
    /// <param name="ordinal">k.</param>
    /// <exception cref="ArgumentException">The share is outside its range.</exception>
    public Dropout(double share, int ordinal)
    {
        if (!(share is >= 0 and < 1))
            throw new ArgumentException($"A share of {share} is dropped; give a number from 0 up to but not 1.", nameof(share));
        (_share, Ordinal) = ((float)share, ordinal);
    }

    /// <summary>p.</summary>
    public float Share => _share;

    /// <summary>k.</summary>
    public int Ordinal { get; }

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward<T>(Frame<T> frame) => Mask(frame, frame.Input(0), frame.Result, accumulates: false);

    public override void Backward<T>(Frame<T> frame)
    {
        if (frame.RequiresGradient(0))
            Mask(frame, frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
    }

    private void Mask<T>(Frame<T> frame, Rows<T> from, Rows<T> to, bool accumulates)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var kept = frame.Dropping is null ? T.One : T.One / (T.One - T.CreateTruncating(_share));
        Span<float> draws = stackalloc float[BlockWidth];
        draws.Fill(1);
        for (var row = 0; row < from.Count; row++)
        {
            var first = ((ulong)Ordinal << OrdinalShift) + (ulong)(frame.First + row) * (ulong)from.Width;
            for (var at = 0; at < from.Width; at += BlockWidth)
            {
                var block = draws[..Math.Min(BlockWidth, from.Width - at)];
                frame.Dropping?.FillUniform(first + (ulong)at, block);
                var source = from[row][at..];
                var target = to[row][at..];
                for (var j = 0; j < block.Length; j++)
                {
                    var value = block[j] < _share ? T.Zero : source[j] * kept;
                    target[j] = accumulates ? target[j] + value : value;
                }
            }
        }
    }
}
