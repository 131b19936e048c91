using System.Numerics;

namespace DualScale.Numerics.Operations;

/// <summary>
/// E[w | x] of x = a·w + s·e with standard normal e, where some columns of w are jointly normal (<see cref="NormalLaw"/>); other
/// columns are 0. Inputs: x, and a and s, one number a row and without a gradient; and where columns can be given, the given w,
/// 0 elsewhere, and 1 in given columns, else 0.
/// </summary>
internal sealed class NormalMean(IReadOnlyList<int> columns, NormalParameters law, bool canBeGiven) : Operation
{
    private const int Values = 3, Mask = 4;

    private readonly int[] _columns = [.. columns];

    public IReadOnlyList<int> Columns => _columns;

    public NormalParameters Law => law;

    public bool CanBeGiven => canBeGiven;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs)
    {
        var width = inputs[0].Width;
        return _columns.All(column => column >= 0 && column < width) && law.Mean.Length == _columns.Length
            ? inputs[0] : throw new ArgumentException($"The law is not of some of the {width} columns.", nameof(inputs));
    }

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, a, s, y) = (frame.Input(0), frame.Input(1), frame.Input(2), frame.Result);
        var normal = LawOf(frame);
        Span<double> point = stackalloc double[_columns.Length];
        Span<bool> given = stackalloc bool[_columns.Length];
        for (var row = 0; row < y.Count; row++)
        {
            LookUp(frame, row, given);
            for (var i = 0; i < point.Length; i++)
                point[i] = double.CreateTruncating((given[i] ? frame.Input(Values) : x)[row][_columns[i]]);
            normal.Mean(point, double.CreateTruncating(a[row][0]), double.CreateTruncating(s[row][0]), given);
            y[row].Clear();
            for (var i = 0; i < point.Length; i++)
                y[row][_columns[i]] = T.CreateTruncating(point[i]);
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (a, s, dy) = (frame.Input(1), frame.Input(2), frame.ResultGradient);
        var (dx, adds, normal) = (frame.InputGradient(0), frame.Accumulates(0), LawOf(frame));
        Span<double> gradient = stackalloc double[_columns.Length];
        Span<bool> given = stackalloc bool[_columns.Length];
        for (var row = 0; row < dy.Count; row++)
        {
            LookUp(frame, row, given);
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] = double.CreateTruncating(dy[row][_columns[i]]);
            normal.Gradient(gradient, double.CreateTruncating(a[row][0]), double.CreateTruncating(s[row][0]), given);
            if (!adds)
                dx[row].Clear();
            for (var i = 0; i < gradient.Length; i++)
            {
                if (!given[i])
                    dx[row][_columns[i]] += T.CreateTruncating(gradient[i]);
            }
        }
    }

    private void LookUp<T>(Frame<T> frame, int row, Span<bool> given) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < given.Length; i++)
            given[i] = canBeGiven && frame.Input(Mask)[row][_columns[i]] != T.Zero;
    }

    private unsafe NormalLaw LawOf<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return new NormalLaw(Numbers(law.Mean), Numbers(law.Directions), Numbers(law.Variances));

        double[] Numbers(Parameter parameter)
        {
            var numbers = new double[parameter.Length];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = double.CreateTruncating(frame.Parameter(parameter)[i]);
            return numbers;
        }
    }
}
