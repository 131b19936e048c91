using System.Globalization;

namespace DualScale.Runs;

/// <summary>Lengths of time as people read them.</summary>
internal static class Duration
{
    /// <summary>m:ss, or h:mm:ss from an hour on.</summary>
    public static string Text(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");
}
