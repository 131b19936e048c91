namespace DualScale.Runs.Figures;

/// <summary>A row of maps on one colour scale for each of several quantities.</summary>
internal static class HeatMapFigure
{
    private const double Side = 170;
    private const double RowHeight = Side + 92;

    /// <param name="title">The figure's title.</param>
    /// <param name="xLabel">What runs to the right.</param>
    /// <param name="yLabel">What runs up.</param>
    /// <param name="rows">The quantities, each with the maps of its row.</param>
    public static string Draw(
        string title, string xLabel, string yLabel, IReadOnlyList<(string Name, IReadOnlyList<HeatMap> Maps)> rows)
    {
        var most = rows.Max(row => row.Maps.Count);
        var svg = new Svg(64 + most * (Side + 52) + ColourBar.Width, 26 + rows.Count * RowHeight);
        svg.Text(12, 18, title, "start", 14, bold: true);
        for (var r = 0; r < rows.Count; r++)
        {
            var top = 68 + r * RowHeight;
            svg.Text(56, top - 26, rows[r].Name, "start", 12);
            var scale = Range.Of(rows[r].Maps.SelectMany(map => map.Values), 0);
            for (var m = 0; m < rows[r].Maps.Count; m++)
            {
                var map = rows[r].Maps[m];
                var panel = new Panel(svg, 56 + m * (Side + 52), top, Side, Side, map.X, map.Y)
                    .Axes(map.Title, xLabel, yLabel, Cells);

                void Cells(Panel inside) => svg.Cells(
                    inside.X(map.X.Low), inside.Y(map.Y.Low), Side / map.Width, Side / map.Height, map.Width,
                    [.. map.Values.Select(value => (value - scale.Low) / scale.Length)]);
            }

            ColourBar.Draw(svg, 56 + rows[r].Maps.Count * (Side + 52) - 24, top, Side, scale, "");
        }

        return svg.ToString();
    }
}
