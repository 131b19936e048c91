namespace DualScale.Runs.Figures;

/// <summary>A rectangle with axes, in which data is placed.</summary>
/// <param name="svg">The picture.</param>
/// <param name="left">Its left edge.</param>
/// <param name="top">Its upper edge.</param>
/// <param name="width">Its width.</param>
/// <param name="height">Its height.</param>
/// <param name="x">What it spans to the right.</param>
/// <param name="y">What it spans up.</param>
/// <param name="between">About how many pixels lie between ticks of the horizontal axis.</param>
internal sealed class Panel(
    Svg svg, double left, double top, double width, double height, Range x, Range y, double between = 60)
{
    private const string Grid = "#e4e4e4";
    private const string FrameColour = "#888888";

    public double X(double value) => left + (value - x.Low) / x.Length * width;

    public double Y(double value) => top + height - (value - y.Low) / y.Length * height;

    /// <summary>
    /// Draws frame, grid, ticks and labels, and between grid and frame what fills the panel. The horizontal axis has ticks of its
    /// own where they are given.
    /// </summary>
    public Panel Axes(
        string title, string xLabel, string yLabel, Action<Panel>? fill = null,
        IEnumerable<(double At, string Label)>? xTicks = null)
    {
        foreach (var (at, label) in xTicks ?? x.Ticks(Math.Max(3, (int)(width / between))).Select(tick => (tick, x.Label(tick))))
        {
            svg.Line(X(at), top, X(at), top + height, Grid);
            svg.Text(X(at), top + height + 14, label, size: 10);
        }

        HorizontalLines();
        fill?.Invoke(this);
        svg.Rectangle(left, top, width, height, "none", FrameColour);
        Titles(title, yLabel);
        svg.Text(left + width / 2, top + height + 30, xLabel);
        return this;
    }

    /// <summary>Draws frame, horizontal lines and their labels, for bars.</summary>
    public Panel Frame(string title, string yLabel)
    {
        HorizontalLines();
        svg.Rectangle(left, top, width, height, "none", FrameColour);
        Titles(title, yLabel);
        return this;
    }

    private void HorizontalLines()
    {
        foreach (var tick in y.Ticks(Math.Max(3, (int)(height * 1.2 / between))))
        {
            svg.Line(left, Y(tick), left + width, Y(tick), Grid);
            svg.Text(left - 5, Y(tick) + 3.5, y.Label(tick), "end", 10);
        }
    }

    private void Titles(string title, string yLabel)
    {
        svg.Text(left + width / 2, top - 8, title, size: 13, bold: true);
        svg.Text(left - 38, top + height / 2, yLabel, rotate: -90);
    }
}
