using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>
/// The values of a graph's parameters in one contiguous block, beside the transposed copies that products read.
/// </summary>
internal sealed unsafe class ParameterValues<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T> _transposed;

    public ParameterValues(IReadOnlyList<Parameter> parameters)
    {
        All = parameters;
        Values = new AlignedBuffer<T>(parameters.Count == 0 ? 0 : (parameters[^1].Offset + parameters[^1].Length + 15) / 16 * 16);
        _transposed = new AlignedBuffer<T>(
            parameters.Where(p => p.TransposedOffset >= 0).Sum(p => (long)p.PaddedColumns * p.TransposedStride));
    }

    public IReadOnlyList<Parameter> All { get; }

    public AlignedBuffer<T> Values { get; }

    public T* Pointer(Parameter parameter) => Values.Pointer + parameter.Offset;

    public T* Transposed(Parameter parameter) => _transposed.Pointer + parameter.TransposedOffset;

    /// <summary>
    /// Draws every parameter: parameter i from stream i of the given kind, so that order of use does not matter.
    /// </summary>
    public void Initialize(Func<int, RandomStream> streamOf)
    {
        for (var i = 0; i < All.Count; i++)
        {
            var parameter = All[i];
            var plain = new float[parameter.Count];
            if (parameter.Initialization == Initialization.Ones)
                plain.AsSpan().Fill(1);
            else if (parameter.Initialization == Initialization.Zeros)
                plain.AsSpan().Clear();
            else if (parameter.Initialization == Initialization.Given)
                parameter.Given.CopyTo(plain, 0);
            else
            {
                streamOf(i).FillUniform(0, plain);
                var bound = 1 / MathF.Sqrt(parameter.FanIn);
                foreach (ref var value in plain.AsSpan())
                    value = (2 * value - 1) * bound;
            }

            Load(parameter, plain);
        }

        RefreshTransposed();
    }

    /// <summary>Sets a parameter from a plain row-major array, without refreshing the transposed copy.</summary>
    public void Load(Parameter parameter, ReadOnlySpan<float> plain)
    {
        var converted = new T[plain.Length];
        for (var i = 0; i < plain.Length; i++)
            converted[i] = T.CreateTruncating(plain[i]);
        parameter.CopyFrom(Pointer(parameter), converted);
    }

    public void RefreshTransposed()
    {
        foreach (var parameter in All.Where(p => p.TransposedOffset >= 0))
            RefreshTransposed(parameter, 0, parameter.Rows);
    }

    /// <summary>Copies rows of the matrix into columns of the transposed copy.</summary>
    public void RefreshTransposed(Parameter parameter, int firstRow, int endRow) => Transposition.Run(
        Pointer(parameter) + (long)firstRow * parameter.Stride, parameter.Stride, Transposed(parameter) + firstRow,
        parameter.TransposedStride,
        endRow - firstRow, parameter.PaddedColumns);

    public void Dispose()
    {
        Values.Dispose();
        _transposed.Dispose();
    }
}
