using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// y = Σ x_i·W_iᵀ (+ b) (+ addend): an input for each segment of the weights, then the addend, as wide as y. A graph has whole
/// layers, with all segments, a bias and no addend; executors may split one into parts.
/// </summary>
internal sealed unsafe class Linear : Operation
{
    // Rows of the weight gradient in one piece: enough to reuse the inputs in cache, few enough to share out between threads.
    private const int UnitRows = 64;

    private readonly int[] _segments;

    /// <summary>A whole layer.</summary>
    public Linear(Parameter weight, Parameter bias) : this(weight, bias, Enumerable.Range(0, weight.Segments.Count), false)
    {
    }

    private Linear(Parameter weight, Parameter? bias, IEnumerable<int> segments, bool hasAddend) =>
        (Weight, Bias, _segments, HasAddend) = (weight, bias, [.. segments], hasAddend);

    public Parameter Weight { get; }

    public Parameter? Bias { get; }

    /// <summary>Which segment of the weights each input is multiplied with.</summary>
    public IReadOnlyList<int> Segments => _segments;

    /// <summary>Whether a last input is added as it is.</summary>
    public bool HasAddend { get; }

    public override bool RequiresGradient => true;

    public override bool ReadsLevels => true;

    public override int ParameterUnits => _segments.Length * RowUnits;

    private int RowUnits => (Weight.Rows + UnitRows - 1) / UnitRows;

    /// <summary>The share of some of the segments.</summary>
    public Linear Part(IEnumerable<int> segments, bool hasBias, bool hasAddend) =>
        new(Weight, hasBias ? Bias : null, segments, hasAddend);

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        var domain = Domain.Level;
        foreach (var input in inputs)
            domain = input.Domain == Domain.Batch ? Domain.Batch : domain;
        return new Shape(domain, Weight.Rows);
    }

    public override void Forward<T>(Frame<T> frame)
    {
        var y = frame.Result;
        var started = Start(frame, y);
        var transposed = frame.Transposed(Weight);
        for (var i = 0; i < _segments.Length; i++)
        {
            var x = frame.Input(i);
            MatrixProduct.Run(new MatrixOperands<T>
            {
                M = y.Count,
                N = y.Width,
                K = x.Width,
                A = x.Pointer,
                ARow = x.Stride,
                AStep = 1,
                B = transposed + (long)Weight.SegmentStart(_segments[i]) * Weight.TransposedStride,
                BStride = Weight.TransposedStride,
                C = y.Pointer,
                CStride = y.Stride,
                Accumulate = started || i > 0,
            });
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        var gradient = frame.ResultGradient;
        for (var i = 0; i < _segments.Length; i++)
        {
            if (!frame.RequiresGradient(i))
                continue;
            var target = frame.InputGradient(i);
            MatrixProduct.Run(new MatrixOperands<T>
            {
                M = gradient.Count,
                N = target.Width,
                K = gradient.Width,
                A = gradient.Pointer,
                ARow = gradient.Stride,
                AStep = 1,
                B = frame.Parameter(Weight) + Weight.SegmentStart(_segments[i]),
                BStride = Weight.Stride,
                C = target.Pointer,
                CStride = target.Stride,
                Accumulate = frame.Accumulates(i),
            });
        }

        var addend = _segments.Length;
        if (!HasAddend || !frame.RequiresGradient(addend) || frame.IsShared(addend))
            return;
        var (sum, adds) = (frame.InputGradient(addend), frame.Accumulates(addend));
        for (var row = 0; row < gradient.Count; row++)
        {
            if (adds)
                Elementwise.Add(sum.At(row), gradient.At(row), sum.At(row), sum.Width);
            else
                gradient[row].CopyTo(sum[row]);
        }
    }

    public override void BackwardToLevel<T>(Frame<T> frame)
    {
        var addend = _segments.Length;
        if (HasAddend && frame.RequiresGradient(addend) && frame.IsShared(addend))
            SegmentSum.Run(frame, addend);
    }

    public override void ParameterGradient<T>(Frame<T> frame, int unit)
    {
        var (segment, first) = (unit / RowUnits, unit % RowUnits * UnitRows);
        var rows = Math.Min(UnitRows, Weight.Rows - first);
        var (x, dy) = (frame.Input(segment), frame.ResultGradient);
        MatrixProduct.Run(new MatrixOperands<T>
        {
            M = rows,
            N = x.Width,
            K = dy.Count,
            A = dy.Pointer + first,
            ARow = 1,
            AStep = dy.Stride,
            B = x.Pointer,
            BStride = x.Stride,
            C = frame.ParameterGradient(Weight) + (long)first * Weight.Stride + Weight.SegmentStart(_segments[segment]),
            CStride = Weight.Stride,
        });

        if (segment == 0 && Bias is not null)
        {
            var sums = frame.ParameterGradient(Bias) + first;
            new Span<T>(sums, rows).Clear();
            for (var row = 0; row < dy.Count; row++)
                Elementwise.Add(sums, dy.At(row) + first, sums, rows);
        }
    }

    // Fills the rows with what the products are added to.
    private bool Start<T>(Frame<T> frame, Rows<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!HasAddend && Bias is null)
            return false;
        var bias = Bias is null ? null : frame.Parameter(Bias);
        var addend = HasAddend ? frame.Input(_segments.Length) : default;
        var shared = HasAddend && frame.IsShared(_segments.Length);
        for (var row = 0; row < y.Count; row++)
        {
            if (!HasAddend)
            {
                new ReadOnlySpan<T>(bias, y.Width).CopyTo(y[row]);
                continue;
            }

            var source = addend.At(shared ? frame.LevelOf[frame.First + row] : row);
            if (bias is null)
                new ReadOnlySpan<T>(source, y.Width).CopyTo(y[row]);
            else
                Elementwise.Add(source, bias, y.At(row), y.Width);
        }

        return true;
    }
}
