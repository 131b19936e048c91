using System.Globalization;
using DualScale.Evaluation.Quality;
using DualScale.Runs.Figures;
using DualScale.Tables;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Quality;

/// <summary>Two columns together in both tables: points, boxes by level, or shares of levels.</summary>
internal static class PairFigure
{
    private const double Side = 300, Left = 66, Gap = 92, Top = 52;
    private const int MostDots = 3000;
    private const int MostLevels = 8;

    public static string Draw(PairDistance pair, Table real, Table synthetic)
    {
        var title = string.Create(
            CultureInfo.InvariantCulture, $"{pair.First}, {pair.Second}: {pair.Association} {pair.Real:F2} in real rows, {pair.Synthetic:F2} in synthetic ones");
        return (real[pair.First], real[pair.Second]) switch
        {
            (NumberColumn, NumberColumn) => Points(title, pair, real, synthetic),
            (NumberColumn, _) => BoxFigure.Draw(title, pair.First, pair.Second, real, synthetic),
            (_, NumberColumn) => BoxFigure.Draw(title, pair.Second, pair.First, real, synthetic),
            _ => Shares(title, pair, real, synthetic),
        };
    }

    /// <summary>The most frequent texts of a column, blanks among them.</summary>
    public static string[] TopLevels(TableColumn column) =>
        [.. Enumerable.Range(0, column.Rows).CountBy(row => Level(column, row)).OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MostLevels).Select(pair => pair.Key)];

    /// <summary>The text of a cell.</summary>
    public static string Level(TableColumn column, int row) => column.IsBlank(row) ? "(blank)" : column.Text(row);

    private static string Points(string title, PairDistance pair, Table real, Table synthetic)
    {
        var (x, y) = (RangeOf((NumberColumn)real[pair.First]), RangeOf((NumberColumn)real[pair.Second]));
        var svg = Sheet(title);

        // Equally many of either, so that their density can be compared.
        var count = Math.Min(MostDots, Math.Min(real.Rows, synthetic.Rows));
        foreach (var (i, table) in new[] { real, synthetic }.Index())
        {
            var (first, second) = ((NumberColumn)table[pair.First], (NumberColumn)table[pair.Second]);
            var rows = Enumerable.Range(0, count).Select(k => (int)((long)k * table.Rows / count))
                .Select(row => (X: first.Values[row], Y: second.Values[row])).ToArray();
            var dots = rows.Where(dot => x.Contains(dot.X) && y.Contains(dot.Y)).ToArray();
            var outside = rows.Count(dot => !double.IsNaN(dot.X + dot.Y)) - dots.Length;
            var panel = new Panel(svg, Left + i * (Side + Gap), Top, Side, Side, x, y, x.Text is null ? 60 : 90).Axes(
                string.Create(CultureInfo.InvariantCulture, $"{Name(i)}: {count:N0} of {table.Rows:N0}, {outside:N0} outside"),
                MarginalFigure.Shorten(pair.First, 40), MarginalFigure.Shorten(pair.Second, 40));
            svg.Dots(
                dots.Select(dot => (panel.X(dot.X), panel.Y(dot.Y))), i == 0 ? Palette.Data : Palette.Category(0),
                Svg.DotFor(count), 0.55);
        }

        return svg.ToString();
    }

    private static string Shares(string title, PairDistance pair, Table real, Table synthetic)
    {
        var (across, up) = (TopLevels(real[pair.First]), TopLevels(real[pair.Second]));
        var shares = new[] { real, synthetic }.Select(table => Table(table, pair, across, up)).ToArray();
        var most = shares.Max(cells => cells.Max());
        var svg = Sheet(title);
        foreach (var (i, cells) in shares.Index())
        {
            var left = Left + 30 + i * (Side + Gap + 30);
            var (width, height) = (Side / across.Length, Side / up.Length);
            svg.Cells(left, Top + Side, width, height, across.Length, [.. cells.Select(share => share / most)]);
            svg.Rectangle(left, Top, Side, Side, "none", "#888888");
            svg.Text(left + Side / 2, Top - 8, Name(i), size: 13, bold: true);
            foreach (var (c, level) in across.Index())
                svg.Text(left + (c + 0.5) * width, Top + Side + 14, MarginalFigure.Shorten(level, (int)(width / 6)), size: 10);
            foreach (var (r, level) in up.Index())
                svg.Text(left - 5, Top + Side - (r + 0.5) * height + 3.5, MarginalFigure.Shorten(level, 13), "end", 10);
            svg.Text(left + Side / 2, Top + Side + 32, MarginalFigure.Shorten(pair.First, 40));
        }

        svg.Text(14, Top + Side / 2, MarginalFigure.Shorten(pair.Second, 40), rotate: -90);
        ColourBar.Draw(svg, Left + 2 * Side + Gap + 76, Top, Side, new Range(0, most), "share of rows");
        return svg.ToString();
    }

    // [across, up], as the cells of a drawing are.
    private static double[] Table(Table table, PairDistance pair, string[] across, string[] up)
    {
        var cells = new double[across.Length * up.Length];
        for (var row = 0; row < table.Rows; row++)
        {
            var c = Array.IndexOf(across, Level(table[pair.First], row));
            var r = Array.IndexOf(up, Level(table[pair.Second], row));
            if (c >= 0 && r >= 0)
                cells[c * up.Length + r] += 1.0 / table.Rows;
        }

        return cells;
    }

    private static Svg Sheet(string title)
    {
        var svg = new Svg(2 * (Side + Gap) + 130, Top + Side + 48);
        svg.Text(12, 18, title, "start", 14, bold: true);
        return svg;
    }

    private static string Name(int table) => table == 0 ? "real rows" : "synthetic rows";

    // The real rows fix the axes, without the last of their tails.
    private static Range RangeOf(NumberColumn column)
    {
        const double Tail = 0.002;
        double[] sorted = [.. column.Values.ToArray().Where(value => !double.IsNaN(value)).Order()];
        return DateAxis.Of(
            column,
            Range.Of([sorted[(int)(Tail * (sorted.Length - 1))], sorted[(int)Math.Ceiling((1 - Tail) * (sorted.Length - 1))]]));
    }
}
