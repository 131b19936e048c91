using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>Where each step's rows lie, in elements from the start of its domain's block.</summary>
internal sealed class MemoryPlan
{
    private readonly long[] _offsets;

    private MemoryPlan(GraphPlan plan, int batchRows, int levelRows)
    {
        Plan = plan;
        BatchRows = batchRows;
        LevelRows = levelRows;
        _offsets = new long[plan.Steps.Count];
        Array.Fill(_offsets, -1);
    }

    public GraphPlan Plan { get; }

    public int BatchRows { get; }

    public int LevelRows { get; }

    public long BatchLength { get; private set; }

    public long LevelLength { get; private set; }

    public long OffsetOf(Step step) => _offsets[step.Index];

    /// <summary>Every step has memory of its own.</summary>
    public static MemoryPlan KeepingAll(GraphPlan plan, int batchRows, int levelRows)
    {
        var memory = new MemoryPlan(plan, batchRows, levelRows);
        foreach (var step in plan.Steps)
            memory.Append(step);
        return memory;
    }

    /// <summary>A step over the batch takes over the rows of one whose last reader came before it.</summary>
    public static MemoryPlan Reusing(GraphPlan plan, int batchRows, int levelRows)
    {
        var graph = plan.Graph;
        var memory = new MemoryPlan(plan, batchRows, levelRows);
        var lastReader = new int[plan.Steps.Count];
        foreach (var step in plan.Steps)
        {
            foreach (var input in step.Inputs)
                lastReader[input.Index] = step.Index;
        }

        foreach (var kept in graph.Kept.Concat(graph.InputNodes))
            lastReader[plan.StepOf(kept).Index] = int.MaxValue;

        var living = new List<Step>();
        var free = new Dictionary<int, Stack<long>>();
        foreach (var step in plan.Steps)
        {
            var stride = Layout.Stride(step.Width);
            if (step.Domain == Domain.Batch && free.TryGetValue(stride, out var stack) && stack.TryPop(out var offset))
                memory._offsets[step.Index] = offset;
            else
                memory.Append(step);
            if (step.Domain == Domain.Batch)
                living.Add(step);

            foreach (var dead in living.Where(s => lastReader[s.Index] <= step.Index && s != step).ToArray())
            {
                living.Remove(dead);
                if (!free.TryGetValue(Layout.Stride(dead.Width), out var offsets))
                    free[Layout.Stride(dead.Width)] = offsets = new Stack<long>();
                offsets.Push(memory._offsets[dead.Index]);
            }
        }

        return memory;
    }

    private void Append(Step step)
    {
        var length = (long)Layout.Stride(step.Width) * (step.Domain == Domain.Batch ? BatchRows : LevelRows);
        if (step.Domain == Domain.Batch)
            (_offsets[step.Index], BatchLength) = (BatchLength, BatchLength + length);
        else
            (_offsets[step.Index], LevelLength) = (LevelLength, LevelLength + length);
    }
}
