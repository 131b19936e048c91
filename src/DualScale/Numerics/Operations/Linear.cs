using System.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics.Operations;

/// <summary>
/// y = Σ x_i·W_iᵀ (+ b) (+ addend): the inputs' segments of one weight matrix. The addend is a node of the same width: the share
/// of the inputs over levels; the plan may give a residual in its place.
/// </summary>
internal sealed unsafe class Linear : Node
{
    // Rows of the weight gradient in one piece: enough to reuse the inputs in cache, few enough to share out between threads.
    private const int UnitRows = 64;

    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly int[] _segments;

    public Linear(Graph graph, Domain domain, Parameter weight, Parameter? bias, (int Index, Node Item)[] inputs, Node? addend)
        : base(
            graph, domain, weight.Rows, [.. inputs.Select(pair => pair.Item), .. addend is null ? Array.Empty<Node>() : [addend]])
    {
        _weight = weight;
        _bias = bias;
        _segments = [.. inputs.Select(pair => pair.Index)];
        Addend = addend;
        RequiresGradient = true;
    }

    public Node? Addend { get; }

    internal override int ParameterUnits => _segments.Length * RowUnits;

    private int RowUnits => (Width + UnitRows - 1) / UnitRows;

    internal override void Forward<T>(Frame<T> frame)
    {
        var y = frame.Value(this);
        var started = Start(frame, y);
        var transposed = frame.Transposed(_weight);
        for (var i = 0; i < _segments.Length; i++)
        {
            var x = frame.Value(Inputs[i]);
            MatrixProduct.Run(new MatrixOperands<T>
            {
                M = y.Count,
                N = Width,
                K = x.Width,
                A = x.Pointer,
                ARow = x.Stride,
                AStep = 1,
                B = transposed + (long)_weight.SegmentStart(_segments[i]) * _weight.TransposedStride,
                BStride = _weight.TransposedStride,
                C = y.Pointer,
                CStride = y.Stride,
                Accumulate = started || i > 0,
            });
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        var gradient = frame.Gradient(this);
        for (var i = 0; i < _segments.Length; i++)
        {
            if (!Inputs[i].RequiresGradient)
                continue;
            var target = frame.Gradient(Inputs[i]);
            MatrixProduct.Run(new MatrixOperands<T>
            {
                M = gradient.Count,
                N = target.Width,
                K = Width,
                A = gradient.Pointer,
                ARow = gradient.Stride,
                AStep = 1,
                B = frame.Parameter(_weight) + _weight.SegmentStart(_segments[i]),
                BStride = _weight.Stride,
                C = target.Pointer,
                CStride = target.Stride,
                Accumulate = frame.Accumulates(this, i),
            });
        }

        if (frame.Start(this, Addend) is { RequiresGradient: true } start && start.Domain == Domain)
        {
            var target = frame.Gradient(start);
            for (var row = 0; row < gradient.Count; row++)
            {
                if (frame.Accumulates(this, _segments.Length))
                    Elementwise.Add(target.At(row), gradient.At(row), target.At(row), Width);
                else
                    gradient[row].CopyTo(target[row]);
            }
        }
    }

    internal override void BackwardToLevel<T>(Frame<T> frame)
    {
        if (frame.Start(this, Addend) is { RequiresGradient: true } start && start.Domain != Domain)
            SegmentSum.Run(frame, this, start, frame.Accumulates(this, _segments.Length));
    }

    internal override void ParameterGradient<T>(Frame<T> frame, int unit)
    {
        var (segment, first) = (unit / RowUnits, unit % RowUnits * UnitRows);
        var rows = Math.Min(UnitRows, Width - first);
        var (x, dy) = (frame.Value(Inputs[segment]), frame.Gradient(this));
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
            C = frame.ParameterGradient(_weight) + (long)first * _weight.Stride + _weight.SegmentStart(_segments[segment]),
            CStride = _weight.Stride,
        });

        if (segment == 0 && _bias is not null)
        {
            var sums = frame.ParameterGradient(_bias) + first;
            new Span<T>(sums, rows).Clear();
            for (var row = 0; row < dy.Count; row++)
                Elementwise.Add(sums, dy.At(row) + first, sums, rows);
        }
    }

    private bool Start<T>(Frame<T> frame, Rows<T> y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var start = frame.Start(this, Addend);
        if (start is null && _bias is null)
            return false;
        var bias = _bias is null ? null : frame.Parameter(_bias);
        var addend = start is null ? default : frame.Value(start);
        for (var row = 0; row < y.Count; row++)
        {
            if (start is null)
            {
                new ReadOnlySpan<T>(bias, Width).CopyTo(y[row]);
                continue;
            }

            var source = addend.At(start.Domain == Domain ? row : frame.LevelOf[frame.First + row]);
            if (bias is null)
                new ReadOnlySpan<T>(source, Width).CopyTo(y[row]);
            else
                Elementwise.Add(source, bias, y.At(row), Width);
        }

        return true;
    }
}
