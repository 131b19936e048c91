using System.Numerics;

namespace DualScale.Numerics.Operations;

/// <summary>
/// y = x·m/(1 - p), m 0 with probability p and else 1 (Srivastava et al. 2014), where the workspace has numbers to draw m from;
/// y = x where it has none. Number m of unit j in row i of the k-th such node is a function of (k, i, j) in their stream.
/// </summary>
internal sealed class Dropout : Node
{
    private const int OrdinalShift = 48;

    private readonly int _ordinal;
    private readonly float _share;

    public Dropout(Graph graph, Node input, double share, int ordinal) : base(graph, input.Domain, input.Width, input)
    {
        if (!(share is >= 0 and < 1))
            throw new ArgumentException($"A share of {share} is dropped; give a number from 0 up to but not 1.", nameof(share));
        (_share, _ordinal) = ((float)share, ordinal);
    }

    internal override void Forward<T>(Frame<T> frame) =>
        Mask(frame, frame.Value(Inputs[0]), frame.Value(this), accumulates: false);

    internal override void Backward<T>(Frame<T> frame)
    {
        if (Inputs[0].RequiresGradient)
            Mask(frame, frame.Gradient(this), frame.Gradient(Inputs[0]), frame.Accumulates(this, 0));
    }

    private void Mask<T>(Frame<T> frame, Rows<T> from, Rows<T> to, bool accumulates)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var kept = frame.Dropping is null ? T.One : T.One / (T.One - T.CreateTruncating(_share));
        Span<float> draws = stackalloc float[Width];
        draws.Fill(1);
        for (var row = 0; row < from.Count; row++)
        {
            frame.Dropping?.FillUniform(
                ((ulong)_ordinal << OrdinalShift) + (ulong)(frame.First + row) * (ulong)Width, draws);
            var source = from[row];
            var target = to[row];
            for (var j = 0; j < source.Length; j++)
            {
                var value = draws[j] < _share ? T.Zero : source[j] * kept;
                target[j] = accumulates ? target[j] + value : value;
            }
        }
    }
}
