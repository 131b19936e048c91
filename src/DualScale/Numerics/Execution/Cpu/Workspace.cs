using System.Numerics;
using DualScale.Numerics.Kernels;
using DualScale.Numerics.Operations;

namespace DualScale.Numerics;

/// <summary>
/// The memory in which a graph runs, all of it planned here. For training every step keeps its rows and its gradient; for
/// inference rows are reused as soon as their last reader is done, and steps over levels may be shared between threads.
/// </summary>
internal sealed unsafe class Workspace<T> : ITileMemory<T>, IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Step[] _steps;
    private readonly AlignedBuffer<T>? _ownLevels;
    private readonly AlignedBuffer<T> _batch;
    private readonly AlignedBuffer<T>? _gradients;
    private readonly nint[] _values;
    private readonly nint[] _gradientAt;
    private readonly int[] _memberStarts;
    private readonly int[] _members;
    private int _batchCount;
    private int _levelCount;

    private Workspace(MemoryPlan plan, Workspace<T>? levels, bool training)
    {
        Plan = plan.Plan;
        _steps = [.. Plan.Steps];
        _values = new nint[_steps.Length];
        _gradientAt = new nint[_steps.Length];
        _batch = new AlignedBuffer<T>(plan.BatchLength);
        _ownLevels = levels is null ? new AlignedBuffer<T>(plan.LevelLength) : null;
        _gradients = training ? new AlignedBuffer<T>(plan.BatchLength + plan.LevelLength) : null;
        foreach (var step in _steps)
        {
            var offset = plan.OffsetOf(step);
            _values[step.Index] = step.Domain == Domain.Batch ? (nint)(_batch.Pointer + offset)
                : levels is null ? (nint)(_ownLevels!.Pointer + offset)
                : levels._values[step.Index];
            if (_gradients is not null)
            {
                _gradientAt[step.Index] =
                    (nint)(_gradients.Pointer + offset + (step.Domain == Domain.Batch ? plan.LevelLength : 0));
            }
        }

        LevelOf = new AlignedBuffer<int>(plan.BatchRows);
        _memberStarts = new int[plan.LevelRows + 1];
        _members = new int[plan.BatchRows];
        _batchCount = plan.BatchRows;
        _levelCount = levels?._levelCount ?? plan.LevelRows;
    }

    public GraphPlan Plan { get; }

    public AlignedBuffer<int> LevelOf { get; }

    int* ITileMemory<T>.LevelRows => LevelOf.Pointer;

    public ParameterValues<T>? Parameters { get; set; }

    public AlignedBuffer<T>? ParameterGradients { get; set; }

    /// <summary>What decides which numbers are dropped; null drops none.</summary>
    public RandomStream? Dropping { get; set; }

    /// <summary>Memory for a training step of up to so many rows: nothing is overwritten before the backward pass.</summary>
    public static Workspace<T> ForTraining(GraphPlan plan, int batchRows, int levelRows) =>
        new(MemoryPlan.KeepingAll(plan, batchRows, levelRows), null, training: true);

    /// <summary>Memory for forward passes over tiles of so many rows; steps over levels may be borrowed.</summary>
    public static Workspace<T> ForInference(GraphPlan plan, int batchRows, int levelRows, Workspace<T>? levels = null) =>
        new(MemoryPlan.Reusing(plan, batchRows, levelRows), levels, training: false);

    public int Count(Domain domain) => domain == Domain.Batch ? _batchCount : _levelCount;

    /// <summary>Sets how many rows are in use, before <see cref="AssignLevels"/>.</summary>
    public void SetCounts(int batchRows, int levelRows)
    {
        _batchCount = batchRows;
        _levelCount = levelRows;
    }

    /// <summary>Lists, for every level row, its batch rows in order, from <see cref="LevelOf"/>.</summary>
    public void AssignLevels()
    {
        var starts = _memberStarts.AsSpan(0, _levelCount + 1);
        starts.Clear();
        for (var row = 0; row < _batchCount; row++)
            starts[LevelOf.Pointer[row] + 1]++;
        for (var i = 1; i < starts.Length; i++)
            starts[i] += starts[i - 1];
        for (var row = 0; row < _batchCount; row++)
            _members[starts[LevelOf.Pointer[row]]++] = row;
        for (var i = starts.Length - 1; i > 0; i--)
            starts[i] = starts[i - 1];
        starts[0] = 0;
    }

    public ReadOnlySpan<int> MembersOf(int levelRow) =>
        _members.AsSpan(_memberStarts[levelRow], _memberStarts[levelRow + 1] - _memberStarts[levelRow]);

    /// <summary>Some rows of a node.</summary>
    public Rows<T> Value(Node node, int first, int count) => RowsAt(_values, Plan.StepOf(node), first, count);

    public Rows<T> Gradient(Node node, int first, int count) => RowsAt(_gradientAt, Plan.StepOf(node), first, count);

    /// <summary>All rows in use of a node.</summary>
    public Rows<T> Value(Node node) => Value(node, 0, Count(node.Domain));

    /// <summary>Rows of a domain as a step sees them.</summary>
    public Frame<T> Frame(Step step, Domain domain, int first, int count) => new(this, step.Index, domain, first, count);

    /// <summary>Computes rows of a step.</summary>
    public void Forward(Step step, int first, int count) =>
        step.Operation.Forward(Frame(step, step.Domain, first, count));

    public void Dispose()
    {
        _ownLevels?.Dispose();
        _batch.Dispose();
        _gradients?.Dispose();
        LevelOf.Dispose();
    }

    Rows<T> ITileMemory<T>.Value(int step, int operand, Domain domain, int first, int count) =>
        Tile(_values, step, operand, domain, first, count);

    Rows<T> ITileMemory<T>.Gradient(int step, int operand, Domain domain, int first, int count) =>
        Tile(_gradientAt, step, operand, domain, first, count);

    bool ITileMemory<T>.RequiresGradient(int step, int input) => _steps[step].Operand(input).RequiresGradient;

    bool ITileMemory<T>.Accumulates(int step, int input) => Plan.Accumulates(step, input);

    bool ITileMemory<T>.IsShared(int step, int input) => _steps[step].Operand(input).Domain != _steps[step].Domain;

    T* ITileMemory<T>.Parameter(Parameter parameter) => Parameters!.Pointer(parameter);

    T* ITileMemory<T>.Transposed(Parameter parameter) => Parameters!.Transposed(parameter);

    T* ITileMemory<T>.ParameterGradient(Parameter parameter) => ParameterGradients!.Pointer + parameter.Offset;

    private static Rows<T> RowsAt(nint[] places, Step step, int first, int count)
    {
        var stride = Layout.Stride(step.Width);
        return new Rows<T>((T*)places[step.Index] + (long)first * stride, count, step.Width, stride);
    }

    private Rows<T> Tile(nint[] places, int step, int operand, Domain domain, int first, int count)
    {
        var value = _steps[step].Operand(operand);
        return value.Domain == domain
            ? RowsAt(places, value, first, count)
            : RowsAt(places, value, 0, Count(value.Domain));
    }
}
