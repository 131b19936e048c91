using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>Where each node's rows lie, in elements from the start of its domain's block.</summary>
internal sealed class MemoryPlan
{
    private readonly long[] _offsets;

    private MemoryPlan(Graph graph, int batchRows, int timestepRows)
    {
        Graph = graph;
        BatchRows = batchRows;
        TimestepRows = timestepRows;
        _offsets = new long[graph.Nodes.Count];
        Array.Fill(_offsets, -1);
    }

    public Graph Graph { get; }

    public int BatchRows { get; }

    public int TimestepRows { get; }

    public long BatchLength { get; private set; }

    public long TimestepLength { get; private set; }

    public long OffsetOf(Node node) => _offsets[node.Index];

    /// <summary>Every node has memory of its own.</summary>
    public static MemoryPlan KeepingAll(Graph graph, int batchRows, int timestepRows)
    {
        graph.Seal();
        var plan = new MemoryPlan(graph, batchRows, timestepRows);
        foreach (var node in graph.Nodes.Where(node => node.Alias is null))
            plan.Append(node);
        return plan;
    }

    /// <summary>A batch node takes over the rows of one whose last reader came before it.</summary>
    public static MemoryPlan Reusing(Graph graph, int batchRows, int timestepRows)
    {
        graph.Seal();
        var plan = new MemoryPlan(graph, batchRows, timestepRows);
        var lastReader = new int[graph.Nodes.Count];
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
                lastReader[(input.Alias ?? input).Index] = node.Index;
        }

        foreach (var kept in graph.Kept.Concat(graph.InputNodes))
            lastReader[(kept.Alias ?? kept).Index] = int.MaxValue;

        var living = new List<Node>();
        var free = new Dictionary<int, Stack<long>>();
        foreach (var node in graph.Nodes.Where(node => node.Alias is null))
        {
            var stride = Layout.Stride(node.Width);
            if (node.Domain == Domain.Batch && free.TryGetValue(stride, out var stack) && stack.TryPop(out var offset))
                plan._offsets[node.Index] = offset;
            else
                plan.Append(node);
            if (node.Domain == Domain.Batch)
                living.Add(node);

            foreach (var dead in living.Where(n => lastReader[n.Index] <= node.Index && n != node).ToArray())
            {
                living.Remove(dead);
                if (!free.TryGetValue(Layout.Stride(dead.Width), out var offsets))
                    free[Layout.Stride(dead.Width)] = offsets = new Stack<long>();
                offsets.Push(plan._offsets[dead.Index]);
            }
        }

        return plan;
    }

    private void Append(Node node)
    {
        var length = (long)Layout.Stride(node.Width) * (node.Domain == Domain.Batch ? BatchRows : TimestepRows);
        if (node.Domain == Domain.Batch)
            (_offsets[node.Index], BatchLength) = (BatchLength, BatchLength + length);
        else
            (_offsets[node.Index], TimestepLength) = (TimestepLength, TimestepLength + length);
    }
}
