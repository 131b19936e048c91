using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>Where the values of an executor's steps lie: all that operations know of it.</summary>
internal unsafe interface ITileMemory<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>In place of the number of an input: the step's result.</summary>
    const int Result = -1;

    /// <summary>For each batch row, which level row it belongs to.</summary>
    int* LevelRows { get; }

    /// <summary>What decides which numbers are dropped; null drops none.</summary>
    RandomStream? Dropping { get; }

    /// <summary>
    /// Rows first … first + count - 1 of an input or the result; all rows in use where it is of another domain.
    /// </summary>
    Rows<T> Value(int step, int operand, Domain domain, int first, int count);

    /// <summary>The gradient of the same rows.</summary>
    Rows<T> Gradient(int step, int operand, Domain domain, int first, int count);

    /// <summary>Whether an input asks for a gradient.</summary>
    bool RequiresGradient(int step, int input);

    /// <summary>Whether an input's gradient is added to what a later reader has written.</summary>
    bool Accumulates(int step, int input);

    /// <summary>Whether an input has a row a level and the result a row a sample.</summary>
    bool IsShared(int step, int input);

    T* Parameter(Parameter parameter);

    T* Transposed(Parameter parameter);

    T* ParameterGradient(Parameter parameter);

    /// <summary>The batch rows that belong to a level row, in order.</summary>
    ReadOnlySpan<int> MembersOf(int levelRow);
}
