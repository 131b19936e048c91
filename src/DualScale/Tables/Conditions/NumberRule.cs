namespace DualScale.Tables;

/// <summary>A comparison of numbers or dates.</summary>
/// <param name="text">The rule as it was given.</param>
/// <param name="left">What stands before the sign: a column's place, or a value.</param>
/// <param name="sign">The sign.</param>
/// <param name="right">What stands behind it.</param>
internal sealed class NumberRule(
    ConditionText text, (int? Column, double Value) left, Comparison sign, (int? Column, double Value) right) : RowTest(text)
{
    public override bool Holds(Table table, int row)
    {
        var (a, b) = (Of(left), Of(right));
        return sign switch
        {
            Comparison.Less => a < b,
            Comparison.LessOrEqual => a <= b,
            Comparison.Equal => a.Equals(b),
            Comparison.NotEqual => !a.Equals(b),
            Comparison.GreaterOrEqual => a >= b,
            _ => a > b,
        };

        // NaN, which is a blank, equals itself.
        double Of((int? Column, double Value) side) =>
            side.Column is { } column ? ((NumberColumn)table.Columns[column]).Values[row] : side.Value;
    }
}
