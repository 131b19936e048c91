namespace DualScale.Numerics.Operations;

/// <summary>
/// How much likelier x is by each normal of a mixture than by one of the mean that theirs are told from; the logarithm, one
/// number for each.
/// </summary>
internal sealed class NormalEvidence(IReadOnlyList<int> columns, NormalParameters law, bool canBeGiven)
    : NormalOperation(columns, law, canBeGiven)
{
    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        RequireColumns(inputs);
        return inputs[0] with { Width = Law.Count };
    }

    public override void Forward<T>(Frame<T> frame)
    {
        var (y, normal) = (frame.Result, LawOf(frame));
        Span<double> point = stackalloc double[Columns.Count], logarithms = stackalloc double[Law.Count];
        Span<bool> given = stackalloc bool[Columns.Count];
        for (var row = 0; row < y.Count; row++)
        {
            Read(frame, row, point, given);
            var (signal, spread) = Level(frame, row);
            normal.Evidence(point, signal, spread, given, logarithms);
            for (var k = 0; k < logarithms.Length; k++)
                y[row][k] = T.CreateTruncating(logarithms[k]);
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (dy, normal) = (frame.ResultGradient, LawOf(frame));
        Span<double> gradient = stackalloc double[Columns.Count], factors = stackalloc double[Law.Count];
        Span<bool> given = stackalloc bool[Columns.Count];
        for (var row = 0; row < dy.Count; row++)
        {
            LookUp(frame, row, given);
            for (var k = 0; k < factors.Length; k++)
                factors[k] = double.CreateTruncating(dy[row][k]);
            var (signal, spread) = Level(frame, row);
            normal.EvidenceGradient(gradient, signal, spread, given, factors);
            Write(frame, row, gradient, given);
        }
    }
}
