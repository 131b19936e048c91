namespace DualScale.Numerics.Operations;

/// <summary>y[row] = x[level of row]: a node over levels, spread over the batch.</summary>
internal sealed unsafe class Gather(Graph graph, Node input) : Node(graph, Domain.Batch, input.Width, input)
{
    internal override void Forward<T>(Frame<T> frame)
    {
        var (source, target) = (frame.Value(Inputs[0]), frame.Value(this));
        for (var row = 0; row < target.Count; row++)
            source[frame.LevelOf[frame.First + row]].CopyTo(target[row]);
    }

    internal override void BackwardToLevel<T>(Frame<T> frame) =>
        SegmentSum.Run(frame, this, Inputs[0], frame.Accumulates(this, 0));
}
