using DualScale.Runs.Figures;
using DualScale.Tables;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Quality;

/// <summary>
/// A column of numbers at each level of another one: a box from quartile to quartile, a line at the median, whiskers from 5 to
/// 95 %. Real rows are grey, synthetic ones coloured.
/// </summary>
internal static class BoxFigure
{
    private const double Left = 66, Top = 52, Width = 780, Height = 300;
    private static readonly double[] Shown = [0.05, 0.25, 0.5, 0.75, 0.95];

    public static string Draw(string title, string numbers, string levels, Table real, Table synthetic)
    {
        var names = PairFigure.TopLevels(real[levels]);
        var boxes = names.Select(name => new[] { real, synthetic }.Select(table => Box(table, numbers, levels, name)).ToArray())
            .ToArray();
        var y = DateAxis.Of((NumberColumn)real[numbers], Range.Of(boxes.SelectMany(pair => pair).SelectMany(box => box), 0.06));
        var svg = new Svg(Left + Width + 24, Top + Height + 48);
        svg.Text(12, 18, title, "start", 14, bold: true);
        var panel = new Panel(svg, Left, Top, Width, Height, new Range(0, names.Length), y)
            .Frame("real rows grey, synthetic rows coloured; a box holds half of a level's rows, its whiskers nine tenths", MarginalFigure.Shorten(numbers, 40));
        foreach (var (i, name) in names.Index())
        {
            var label = MarginalFigure.Shorten(name, (int)(Width / names.Length / 6));
            svg.Text(panel.X(i + 0.5), Top + Height + 16, label, size: 10);
            Draw(svg, panel, i + 0.34, boxes[i][0], MarginalFigure.Real);
            Draw(svg, panel, i + 0.66, boxes[i][1], Palette.Category(0));
        }

        svg.Text(Left + Width / 2, Top + Height + 36, MarginalFigure.Shorten(levels, 60));
        return svg.ToString();
    }

    private static void Draw(Svg svg, Panel panel, double x, double[] box, string colour)
    {
        const double Half = 0.12;
        if (box.Length == 0)
            return;
        var (from, to) = (panel.X(x - Half), panel.X(x + Half));
        svg.Line((from + to) / 2, panel.Y(box[0]), (from + to) / 2, panel.Y(box[4]), colour, 1.4);
        svg.Rectangle(from, panel.Y(box[3]), to - from, panel.Y(box[1]) - panel.Y(box[3]), colour, colour, 0.6);
        svg.Line(from, panel.Y(box[2]), to, panel.Y(box[2]), "#111111", 2);
    }

    private static double[] Box(Table table, string numbers, string levels, string name)
    {
        var (column, texts) = ((NumberColumn)table[numbers], table[levels]);
        double[] values = [.. Enumerable.Range(0, table.Rows)
            .Where(row => !column.IsBlank(row) && PairFigure.Level(texts, row) == name)
            .Select(row => column.Values[row]).Order()];
        return values.Length == 0 ? [] : Array.ConvertAll(Shown, share => values[(int)Math.Round(share * (values.Length - 1))]);
    }
}
