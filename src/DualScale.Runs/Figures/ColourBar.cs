namespace DualScale.Runs.Figures;

/// <summary>The scale beside a coloured picture: the ramp from bottom to top with its numbers.</summary>
internal static class ColourBar
{
    public const double Width = 76;
    private const int Steps = 64;

    public static void Draw(Svg svg, double left, double top, double height, Range range, string label) =>
        Draw(svg, left, top, height, range, label,
            range.Ticks(Math.Max(2, (int)(height / 40))).Select(tick => (tick, range.Label(tick))));

    /// <summary>With ticks of one's own.</summary>
    public static void Draw(
        Svg svg, double left, double top, double height, Range range, string label,
        IEnumerable<(double Place, string Text)> ticks)
    {
        svg.Cells(left, top + height, 14, height / Steps, columns: 1,
            [.. Enumerable.Range(0, Steps).Select(step => (step + 0.5) / Steps)]);
        svg.Rectangle(left, top, 14, height, "none", "#888888");
        foreach (var (place, text) in ticks)
            svg.Text(left + 19, top + height * (1 - (place - range.Low) / range.Length) + 3.5, text, "start", 10);
        svg.Text(left + 68, top + height / 2, label, rotate: -90);
    }
}
