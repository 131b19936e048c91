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
    private static readonly bool IsInstant = typeof(TDate) == typeof(DateTimeOffset);

    // How a column of texts has them.
    private NumberKind? Written { get; init; }

    public override ReadOnlySpan<byte> Write(TDate value, Span<byte> buffer) =>
        Held(toMoment(value)).TryFormat(buffer, out var length, format, CultureInfo.InvariantCulture) ? buffer[..length] : [];

    // A double has whole seconds of all times, and microseconds of the centuries about 2000.
    private static DateTime Held(DateTime moment)
    {
        var microseconds = (moment - DateKind.ToDateTime(0)).Ticks / TimeSpan.TicksPerMicrosecond;
        return (long)(double)microseconds == microseconds ? moment : moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
    }

    // Dates that are the same in all rows are a constant's text.
    public override CellType<TDate> In(TableColumn column)
    {
        if (column is not CodeColumn texts)
            return this;
        var cells = texts.Codes.ToArray().Distinct().Where(code => code != CodeColumn.BlankCode)
            .Select(code => Encoding.UTF8.GetBytes(texts.Texts[code]));
        return new DateCell<TDate>(format, toMoment, fromMoment)
        {
            Written = KindGuess.Best(DateKind.Candidates.Prepend((DateKind)Kind), [.. cells]).Kind,
        };
    }

    public override bool TryRead(TableColumn column, int row, out TDate value)
    {
        value = fromMoment(default);
        var number = column switch
        {
            NumberColumn { Kind: DateKind kind } dates => dates.Values[row] - (IsInstant ? kind.Offset.TotalMicroseconds : 0),
            CodeColumn when Written?.TryParse(Encoding.UTF8.GetBytes(column.Text(row)), out var written) == true => written,
            _ => double.NaN,
        };
        if (double.IsNaN(number))
            return false;
        var moment = DateKind.ToDateTime(number);
        value = fromMoment(moment);
        return toMoment(value) == moment;
    }
}
