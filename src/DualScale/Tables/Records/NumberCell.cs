using System.Globalization;
using System.Numerics;
using System.Text;

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

    // What a column holds in all rows, where it is written otherwise than numbers of this program are.
    private double? Same { get; init; }

    public override ReadOnlySpan<byte> Write(TNumber value, Span<byte> buffer) =>
        !TNumber.IsNaN(value) && value.TryFormat(buffer, out var length, "", CultureInfo.InvariantCulture)
            ? buffer[..length] : [];

    public override CellType<TNumber> In(TableColumn column) => column.Schema.Kind is ConstantKind constant
        ? new NumberCell<TNumber>((NumberKind)Kind) { Same = ReadInAnyNotation(constant.Value) } : this;

    public override bool TryRead(TableColumn column, int row, out TNumber value)
    {
        if (column is not NumberColumn numbers)
        {
            return TNumber.TryParse(column.Text(row), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
                || (Same is { } number && Holds(number, out value));
        }

        return Holds(numbers.Values[row], out value) && numbers.Kind is not DateKind;
    }

    private bool Holds(double number, out TNumber value)
    {
        value = TNumber.CreateSaturating(number);
        return number >= Least && number <= Most && (Kind is not IntegerKind || number == Math.Floor(number));
    }

    // A number that is the same in all rows is kept as it is written, such as 1,5 or $5.00; null where it could be several.
    private static double? ReadInAnyNotation(string text)
    {
        var cell = Encoding.UTF8.GetBytes(text);
        double[] read =
        [
            .. NumberFormat.Candidates(',').Append(SignGuess.Of([cell], ',')).Append(SignGuess.Of([cell], ';'))
                .OfType<NumberFormat>().Select(format => format.TryParse(cell, out var number, out _) ? number : double.NaN)
                .Where(number => !double.IsNaN(number)).Distinct(),
        ];
        return read.Length == 1 ? read[0] : null;
    }
}
