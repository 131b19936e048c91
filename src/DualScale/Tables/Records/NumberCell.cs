using System.Globalization;
using System.Numerics;

namespace DualScale.Tables;

/// <summary>Numbers; NaN is a blank. Whole types take whole numbers alone.</summary>
internal sealed class NumberCell<TNumber>(NumberKind kind) : CellType<TNumber>(kind)
    where TNumber : struct, INumber<TNumber>, IMinMaxValue<TNumber>, IUtf8SpanFormattable
{
    private static readonly double Least = double.CreateSaturating(TNumber.MinValue);
    private static readonly double Most = double.CreateSaturating(TNumber.MaxValue);

    public override bool HoldsBlanks => TNumber.IsNaN(Blank);

    // Zero where the type has no NaN.
    public override TNumber Blank { get; } = TNumber.CreateSaturating(double.NaN);

    public override ReadOnlySpan<byte> Write(TNumber value, Span<byte> buffer) =>
        !TNumber.IsNaN(value) && value.TryFormat(buffer, out var length, "", CultureInfo.InvariantCulture)
            ? buffer[..length] : [];

    public override bool TryRead(TableColumn column, int row, out TNumber value)
    {
        if (column is not NumberColumn numbers)
            return TNumber.TryParse(column.Text(row), NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        var number = numbers.Values[row];
        value = TNumber.CreateSaturating(number);
        return numbers.Kind is not DateKind && number >= Least && number <= Most &&
            (Kind is not IntegerKind || number == Math.Floor(number));
    }
}
