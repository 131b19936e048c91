using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>
/// An array of a graph, learned or given. In memory it is a matrix of <see cref="Rows"/> rows whose columns come in segments, one
/// for each input of the layer it belongs to; each segment starts on a cache line, and what lies between is always zero.
/// </summary>
public sealed class Parameter
{
    private const int Line = 16;
    private readonly int[] _segmentStarts;

    internal Parameter(
        string name, IReadOnlyList<int> shape, int rows, IReadOnlyList<int> segments, bool padded, long offset,
        long transposedOffset,
        Initialization initialization, int fanIn, ParameterGroup group)
    {
        Name = name;
        Shape = shape;
        Rows = rows;
        Segments = segments;
        Offset = offset;
        TransposedOffset = transposedOffset;
        Initialization = initialization;
        FanIn = fanIn;
        Group = group;
        _segmentStarts = new int[segments.Count];
        var start = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            _segmentStarts[i] = start;
            start += padded ? (segments[i] + Line - 1) / Line * Line : segments[i];
        }

        PaddedColumns = start;
        Stride = rows == 1 || !padded ? start : Layout.Stride(start);
    }

    /// <summary>The name under which files keep it, such as <c>network.0.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The shape under which files keep it, such as [256, 384].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Count => Rows * Columns;

    /// <summary>How it starts.</summary>
    public Initialization Initialization { get; }

    /// <summary>The gradients it is clipped with.</summary>
    public ParameterGroup Group { get; }

    /// <summary>What a constant is declared with.</summary>
    internal float[] Given { get; init; } = [];

    internal int Rows { get; }

    internal int Columns => Segments.Sum();

    internal int FanIn { get; }

    internal IReadOnlyList<int> Segments { get; }

    internal int PaddedColumns { get; }

    internal int Stride { get; }

    internal long Offset { get; }

    internal long Length => (long)Rows * Stride;

    /// <summary>Where the transposed copy starts, or -1 where none is needed.</summary>
    internal long TransposedOffset { get; }

    internal int TransposedStride => Layout.Stride(Rows);

    internal int SegmentStart(int segment) => _segmentStarts[segment];

    /// <summary>Copies between the padded memory and the plain row-major array of <see cref="Shape"/>.</summary>
    internal unsafe void CopyTo<T>(T* padded, Span<T> plain) where T : unmanaged
    {
        var at = 0;
        for (var row = 0; row < Rows; row++)
        {
            for (var segment = 0; segment < Segments.Count; segment++)
            {
                new ReadOnlySpan<T>(padded + (long)row * Stride + _segmentStarts[segment], Segments[segment]).CopyTo(plain[at..]);
                at += Segments[segment];
            }
        }
    }

    /// <summary>The inverse of <see cref="CopyTo{T}"/>.</summary>
    internal unsafe void CopyFrom<T>(T* padded, ReadOnlySpan<T> plain) where T : unmanaged
    {
        var at = 0;
        for (var row = 0; row < Rows; row++)
        {
            for (var segment = 0; segment < Segments.Count; segment++)
            {
                plain.Slice(at, Segments[segment])
                    .CopyTo(new Span<T>(padded + (long)row * Stride + _segmentStarts[segment], Segments[segment]));
                at += Segments[segment];
            }
        }
    }
}
