using System.Globalization;
using System.Text;

namespace DualScale.Tables;

/// <summary>Dates, times, or both, to the microsecond.</summary>
/// <param name="format">How they are written, as in <see cref="DateKind.Format"/>.</param>
/// <param name="toMoment">The moment of a value.</param>
/// <param name="fromMoment">The value of a moment.</param>
internal sealed class DateCell<TDate>(string format, Func<TDate, DateTime> toMoment, Func<DateTime, TDate> fromMoment)
    : CellType<TDate>(new DateKind { Format = format })
{
    public override ReadOnlySpan<byte> Write(TDate value, Span<byte> buffer) =>
        toMoment(value).TryFormat(buffer, out var length, format, CultureInfo.InvariantCulture) ? buffer[..length] : [];

    public override bool TryRead(TableColumn column, int row, out TDate value)
    {
        value = fromMoment(default);
        var number = column switch
        {
            NumberColumn { Kind: DateKind } dates => dates.Values[row],
            CodeColumn => Parse(column.Text(row)),
            _ => double.NaN,
        };
        if (double.IsNaN(number))
            return false;
        var moment = DateKind.ToDateTime(number);
        value = fromMoment(moment);
        return toMoment(value) == moment;
    }

    // A date that is the same in all rows is a constant's text.
    private double Parse(string text)
    {
        var cell = Encoding.UTF8.GetBytes(text);
        foreach (var kind in DateKind.Candidates.Prepend((DateKind)Kind))
        {
            if (kind.TryParse(cell, out var number))
                return number;
        }

        return double.NaN;
    }
}
