using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>Where each node's rows lie, in elements from the start of its domain's block.</summary>
internal sealed class MemoryPlan
{
    private readonly long[] _offsets;

    private MemoryPlan(GraphPlan plan, int batchRows, int levelRows)
    {
        Plan = plan;
        BatchRows = batchRows;
        LevelRows = levelRows;
        _offsets = new long[plan.Graph.Nodes.Count];
        Array.Fill(_offsets, -1);
    }

    public GraphPlan Plan { get; }

    public int BatchRows { get; }

    public int LevelRows { get; }

    public long BatchLength { get; private set; }

    public long LevelLength { get; private set; }

    public long OffsetOf(Node node) => _offsets[node.Index];

    /// <summary>Every node has memory of its own.</summary>
    public static MemoryPlan KeepingAll(GraphPlan plan, int batchRows, int levelRows)
    {
        var memory = new MemoryPlan(plan, batchRows, levelRows);
        foreach (var node in plan.Active)
            memory.Append(node);
        return memory;
    }

    /// <summary>A batch node takes over the rows of one whose last reader came before it.</summary>
    public static MemoryPlan Reusing(GraphPlan plan, int batchRows, int levelRows)
    {
        var graph = plan.Graph;
        var memory = new MemoryPlan(plan, batchRows, levelRows);
        var lastReader = new int[graph.Nodes.Count];
        foreach (var node in plan.Active)
        {
            foreach (var input in plan.InputsOf(node))
                lastReader[plan.Home(input).Index] = node.Index;
        }

        foreach (var kept in graph.Kept.Concat(graph.InputNodes))
            lastReader[plan.Home(kept).Index] = int.MaxValue;

        var living = new List<Node>();
        var free = new Dictionary<int, Stack<long>>();
        foreach (var node in plan.Active)
        {
            var stride = Layout.Stride(node.Width);
            if (node.Domain == Domain.Batch && free.TryGetValue(stride, out var stack) && stack.TryPop(out var offset))
                memory._offsets[node.Index] = offset;
            else
                memory.Append(node);
            if (node.Domain == Domain.Batch)
                living.Add(node);

            foreach (var dead in living.Where(n => lastReader[n.Index] <= node.Index && n != node).ToArray())
            {
                living.Remove(dead);
                if (!free.TryGetValue(Layout.Stride(dead.Width), out var offsets))
                    free[Layout.Stride(dead.Width)] = offsets = new Stack<long>();
                offsets.Push(memory._offsets[dead.Index]);
            }
        }

        return memory;
    }

    private void Append(Node node)
    {
        var length = (long)Layout.Stride(node.Width) * (node.Domain == Domain.Batch ? BatchRows : LevelRows);
        if (node.Domain == Domain.Batch)
            (_offsets[node.Index], BatchLength) = (BatchLength, BatchLength + length);
        else
            (_offsets[node.Index], LevelLength) = (LevelLength, LevelLength + length);
    }
}
