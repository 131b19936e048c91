namespace DualScale.Numerics.Operations;

/// <summary>
/// E[w | x] where some columns are jointly normal; other columns are 0. One more input where the law is a mixture: the share
/// p_k of each normal.
/// </summary>
internal sealed class NormalMean(IReadOnlyList<int> columns, NormalParameters law, bool canBeGiven)
    : NormalOperation(columns, law, canBeGiven)
{
    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        RequireColumns(inputs);
        return Law.Count == 0 || inputs[Next].Width == Law.Count ? inputs[0] : throw new ArgumentException(
            $"The shares of {Law.Count} normals are {inputs[Next].Width} numbers.", nameof(inputs));
    }

    public override void Forward<T>(Frame<T> frame)
    {
        var (y, normal) = (frame.Result, LawOf(frame));
        Span<double> point = stackalloc double[Columns.Count], shares = stackalloc double[Law.Count];
        Span<bool> given = stackalloc bool[Columns.Count];
        for (var row = 0; row < y.Count; row++)
        {
            Read(frame, row, point, given);
            for (var k = 0; k < shares.Length; k++)
                shares[k] = double.CreateTruncating(frame.Input(Next)[row][k]);
            var (signal, spread) = Level(frame, row);
            normal.Mean(point, signal, spread, given, shares);
            y[row].Clear();
            for (var i = 0; i < point.Length; i++)
                y[row][Columns[i]] = T.CreateTruncating(point[i]);
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        var (toPoint, toShares) = (frame.RequiresGradient(0), Law.Count > 0 && frame.RequiresGradient(Next));
        if (!toPoint && !toShares)
            return;
        var (dy, normal) = (frame.ResultGradient, LawOf(frame));
        Span<double> gradient = stackalloc double[Columns.Count], shares = stackalloc double[toShares ? Law.Count : 0];
        Span<bool> given = stackalloc bool[Columns.Count];
        for (var row = 0; row < dy.Count; row++)
        {
            LookUp(frame, row, given);
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] = double.CreateTruncating(dy[row][Columns[i]]);
            var (signal, spread) = Level(frame, row);
            normal.MeanGradient(gradient, signal, spread, given, shares);
            if (toPoint)
                Write(frame, row, gradient, given);
            for (var k = 0; k < shares.Length; k++)
            {
                ref var target = ref frame.InputGradient(Next)[row][k];
                target = (frame.Accumulates(Next) ? target : T.Zero) + T.CreateTruncating(shares[k]);
            }
        }
    }
}
