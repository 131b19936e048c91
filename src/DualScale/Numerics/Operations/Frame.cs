using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// What an operation works on: a range of rows of one domain, of its inputs and of its result. Of what is over the other domain
/// it sees all rows in use.
/// </summary>
internal readonly unsafe struct Frame<T>(ITileMemory<T> memory, int step, Domain domain, int first, int count)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int First => first;

    /// <summary>For each batch row, which level row it belongs to.</summary>
    public int* LevelOf => memory.LevelRows;

    /// <summary>What decides which numbers are dropped; null drops none.</summary>
    public RandomStream? Dropping => memory.Dropping;

    public Rows<T> Result => memory.Value(step, ITileMemory<T>.Result, domain, first, count);

    public Rows<T> ResultGradient => memory.Gradient(step, ITileMemory<T>.Result, domain, first, count);

    public Rows<T> Input(int input) => memory.Value(step, input, domain, first, count);

    public Rows<T> InputGradient(int input) => memory.Gradient(step, input, domain, first, count);

    /// <summary>Whether an input asks for a gradient.</summary>
    public bool RequiresGradient(int input) => memory.RequiresGradient(step, input);

    /// <summary>Whether the gradient of an input is added to what a later reader has written.</summary>
    public bool Accumulates(int input) => memory.Accumulates(step, input);

    /// <summary>Whether an input has a row a level, which rows of the batch share.</summary>
    public bool IsShared(int input) => memory.IsShared(step, input);

    public T* Parameter(Parameter parameter) => memory.Parameter(parameter);

    public T* Transposed(Parameter parameter) => memory.Transposed(parameter);

    public T* ParameterGradient(Parameter parameter) => memory.ParameterGradient(parameter);

    /// <summary>The batch rows that belong to a level row, in order.</summary>
    public ReadOnlySpan<int> MembersOf(int levelRow) => memory.MembersOf(levelRow);
}
