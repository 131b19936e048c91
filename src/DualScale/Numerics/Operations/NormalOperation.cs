using System.Numerics;

namespace DualScale.Numerics.Operations;

/// <summary>
/// What is computed from x = a·w + s·e with standard normal e, where some columns of w are jointly normal
/// (<see cref="NormalLaw"/>). Inputs: x, and a and s, one number a row and without a gradient; and where columns can be
/// given, the given w, 0 elsewhere, and 1 in given columns, else 0.
/// </summary>
internal abstract class NormalOperation(IReadOnlyList<int> columns, NormalParameters law, bool canBeGiven) : Operation
{
    private const int Values = 3, Mask = 4;

    private readonly int[] _columns = [.. columns];

    public IReadOnlyList<int> Columns => _columns;

    public NormalParameters Law => law;

    public bool CanBeGiven => canBeGiven;

    /// <summary>The first input that is of the operation alone.</summary>
    protected int Next => canBeGiven ? Mask + 1 : Values;

    protected void RequireColumns(ReadOnlySpan<Shape> inputs)
    {
        var width = inputs[0].Width;
        if (!_columns.All(column => column >= 0 && column < width) || law.Mean.Length != _columns.Length)
            throw new ArgumentException($"The law is not of some of the {width} columns.", nameof(inputs));
    }

    /// <summary>Writes the columns of a row, as they are given or else of x, and which are given.</summary>
    protected void Read<T>(Frame<T> frame, int row, Span<double> point, Span<bool> given)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        LookUp(frame, row, given);
        for (var i = 0; i < point.Length; i++)
            point[i] = double.CreateTruncating((given[i] ? frame.Input(Values) : frame.Input(0))[row][_columns[i]]);
    }

    /// <summary>Writes which columns of a row are given.</summary>
    protected void LookUp<T>(Frame<T> frame, int row, Span<bool> given) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < given.Length; i++)
            given[i] = canBeGiven && frame.Input(Mask)[row][_columns[i]] != T.Zero;
    }

    protected static (double Signal, double Spread) Level<T>(Frame<T> frame, int row)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (double.CreateTruncating(frame.Input(1)[row][0]), double.CreateTruncating(frame.Input(2)[row][0]));

    /// <summary>Adds or writes the gradient by x where it is not given.</summary>
    protected void Write<T>(Frame<T> frame, int row, ReadOnlySpan<double> gradient, ReadOnlySpan<bool> given)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var dx = frame.InputGradient(0)[row];
        if (!frame.Accumulates(0))
            dx.Clear();
        for (var i = 0; i < gradient.Length; i++)
        {
            if (!given[i])
                dx[_columns[i]] += T.CreateTruncating(gradient[i]);
        }
    }

    protected unsafe NormalLaw LawOf<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        return new NormalLaw(
            Numbers(law.Mean), Numbers(law.Directions), Numbers(law.Variances),
            law.Offsets is { } offsets ? Numbers(offsets) : []);

        double[] Numbers(Parameter parameter)
        {
            var numbers = new double[parameter.Length];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = double.CreateTruncating(frame.Parameter(parameter)[i]);
            return numbers;
        }
    }
}
