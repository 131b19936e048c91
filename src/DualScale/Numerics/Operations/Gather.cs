namespace DualScale.Numerics.Operations;

/// <summary>
/// y[row] = x[level of row]: a value over levels, spread over the batch. Executors put it in; a graph has none.
/// </summary>
internal sealed unsafe class Gather : Operation
{
    public override bool ReadsLevels => true;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0] with { Domain = Domain.Batch };

    public override void Forward<T>(Frame<T> frame)
    {
        var (source, target) = (frame.Input(0), frame.Result);
        for (var row = 0; row < target.Count; row++)
            source[frame.LevelOf[frame.First + row]].CopyTo(target[row]);
    }

    public override void BackwardToLevel<T>(Frame<T> frame) => SegmentSum.Run(frame, 0);
}
