using System.Globalization;
using DualScale.Tables;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Quality;

/// <summary>Ticks of dates and times, which are numbers of microseconds.</summary>
internal static class DateAxis
{
    private static readonly double FewDays = TimeSpan.FromDays(3).TotalMicroseconds;

    /// <summary>The range with its ticks as dates, where the column holds such.</summary>
    public static Range Of(NumberColumn column, Range range)
    {
        if (column.Kind is not DateKind kind)
            return range;
        var format = !kind.HasDate ? "HH:mm:ss" : range.Length > FewDays ? "yyyy-MM-dd" : "MM-dd HH:mm";
        return range with
        {
            Text = tick => DateKind.ToDateTime(kind.Nearest(tick)).ToString(format, CultureInfo.InvariantCulture),
        };
    }
}
