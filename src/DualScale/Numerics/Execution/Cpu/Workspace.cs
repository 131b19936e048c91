using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>
/// The memory in which a graph runs, all of it planned here. For training every node keeps its rows and its gradient; for
/// inference rows are reused as soon as their last reader is done, and nodes over timesteps may be shared between threads.
/// </summary>
internal sealed unsafe class Workspace<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T>? _ownTimesteps;
    private readonly AlignedBuffer<T> _batch;
    private readonly AlignedBuffer<T>? _gradients;
    private readonly nint[] _values;
    private readonly nint[] _gradientAt;
    private readonly int[] _memberStarts;
    private readonly int[] _members;
    private int _batchCount;
    private int _timestepCount;

    private Workspace(MemoryPlan plan, Workspace<T>? timesteps, bool training)
    {
        var graph = plan.Graph;
        _values = new nint[graph.Nodes.Count];
        _gradientAt = new nint[graph.Nodes.Count];
        _batch = new AlignedBuffer<T>(plan.BatchLength);
        _ownTimesteps = timesteps is null ? new AlignedBuffer<T>(plan.TimestepLength) : null;
        _gradients = training ? new AlignedBuffer<T>(plan.BatchLength + plan.TimestepLength) : null;
        foreach (var node in graph.Nodes)
        {
            var home = node.Alias ?? node;
            var offset = plan.OffsetOf(home);
            _values[node.Index] = node.Domain == Domain.Batch ? (nint)(_batch.Pointer + offset)
                : timesteps is null ? (nint)(_ownTimesteps!.Pointer + offset)
                : timesteps._values[node.Index];
            if (_gradients is not null)
                _gradientAt[node.Index] = (nint)(_gradients.Pointer + offset + (node.Domain == Domain.Batch ? plan.TimestepLength : 0));
        }

        TimestepOf = new AlignedBuffer<int>(plan.BatchRows);
        _memberStarts = new int[plan.TimestepRows + 1];
        _members = new int[plan.BatchRows];
        _batchCount = plan.BatchRows;
        _timestepCount = timesteps?._timestepCount ?? plan.TimestepRows;
    }

    public AlignedBuffer<int> TimestepOf { get; }

    public ParameterValues<T>? Parameters { get; set; }

    public AlignedBuffer<T>? ParameterGradients { get; set; }

    /// <summary>Memory for a training step of up to so many rows: nothing is overwritten before the backward pass.</summary>
    public static Workspace<T> ForTraining(Graph graph, int batchRows, int timestepRows) =>
        new(MemoryPlan.KeepingAll(graph, batchRows, timestepRows), null, training: true);

    /// <summary>Memory for forward passes over tiles of so many rows; nodes over timesteps may be borrowed.</summary>
    public static Workspace<T> ForInference(Graph graph, int batchRows, int timestepRows, Workspace<T>? timesteps = null) =>
        new(MemoryPlan.Reusing(graph, batchRows, timestepRows), timesteps, training: false);

    public int Count(Domain domain) => domain == Domain.Batch ? _batchCount : _timestepCount;

    /// <summary>Sets how many rows are in use, before <see cref="AssignTimesteps"/>.</summary>
    public void SetCounts(int batchRows, int timestepRows)
    {
        _batchCount = batchRows;
        _timestepCount = timestepRows;
    }

    /// <summary>Lists, for every timestep row, its batch rows in order, from <see cref="TimestepOf"/>.</summary>
    public void AssignTimesteps()
    {
        var starts = _memberStarts.AsSpan(0, _timestepCount + 1);
        starts.Clear();
        for (var row = 0; row < _batchCount; row++)
            starts[TimestepOf.Pointer[row] + 1]++;
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        for (var row = 0; row < _batchCount; row++)
            _members[starts[TimestepOf.Pointer[row]]++] = row;
        for (var i = starts.Length - 1; i > 0; i--)
            starts[i] = starts[i - 1];
        starts[0] = 0;
    }

    public ReadOnlySpan<int> MembersOf(int timestepRow) =>
        _members.AsSpan(_memberStarts[timestepRow], _memberStarts[timestepRow + 1] - _memberStarts[timestepRow]);

    public Rows<T> Value(Node node, int first, int count)
    {
        var stride = Layout.Stride(node.Width);
        return new Rows<T>((T*)_values[node.Index] + (long)first * stride, count, node.Width, stride);
    }

    public Rows<T> Gradient(Node node, int first, int count)
    {
        var stride = Layout.Stride(node.Width);
        return new Rows<T>((T*)_gradientAt[node.Index] + (long)first * stride, count, node.Width, stride);
    }

    /// <summary>All rows in use of a node.</summary>
    public Rows<T> Value(Node node) => Value(node, 0, Count(node.Domain));

    public Frame<T> Frame(Domain domain, int first, int count) => new(this, domain, first, count);

    public void Dispose()
    {
        _ownTimesteps?.Dispose();
        _batch.Dispose();
        _gradients?.Dispose();
        TimestepOf.Dispose();
    }
}
