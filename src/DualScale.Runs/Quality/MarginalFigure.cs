using System.Globalization;
using DualScale.Evaluation.Quality;
using DualScale.Runs.Figures;
using DualScale.Tables;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Quality;

/// <summary>The distribution of every column in both tables: real rows grey, synthetic ones coloured.</summary>
internal static class MarginalFigure
{
    public const string Real = "#8c8c8c";

    public const string Caption =
        "In brackets the distance: Kolmogorov-Smirnov of numbers and dates, total variation of others. The surest to differ first.";

    private const int Across = 3;
    private const double CellWidth = 380, CellHeight = 236, Top = 34, PanelLeft = 58, PanelWidth = 300, PanelHeight = 150;
    private const int Bins = 40;
    private const int MostRows = 100_000;
    private const int MostLevels = 9;
    private const double Tail = 0.002;

    public static string Draw(IReadOnlyList<ColumnDistance> columns, Table real, Table synthetic)
    {
        var down = (columns.Count + Across - 1) / Across;
        var svg = new Svg(Math.Min(columns.Count, Across) * CellWidth, Top + down * CellHeight);
        svg.Rectangle(14, 8, 14, 12, Real, opacity: 0.55);
        svg.Text(34, 18, "real rows", "start");
        svg.Line(110, 14, 130, 14, Palette.Category(0), 2);
        svg.Text(136, 18, "synthetic rows", "start");
        foreach (var (i, column) in columns.Index())
        {
            var (left, top) = (i % Across * CellWidth + PanelLeft, Top + i / Across * CellHeight + 28);
            var title = string.Create(CultureInfo.InvariantCulture, $"{Shorten(column.Name, 28)} ({column.Distance:F3})");
            if (real[column.Name] is NumberColumn numbers && synthetic[column.Name] is NumberColumn others)
                DrawNumbers(svg, left, top, title, numbers, others);
            else
                DrawLevels(svg, left, top, title, real[column.Name], synthetic[column.Name]);
        }

        return svg.ToString();
    }

    /// <summary>A text of no more than so many letters.</summary>
    public static string Shorten(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static void DrawNumbers(Svg svg, double left, double top, string title, NumberColumn real, NumberColumn synthetic)
    {
        var (a, b) = (Present(real), Present(synthetic));
        double[] ends = [.. Ends(a), .. Ends(b)];
        var (low, high) = ends.Length == 0 ? (0, 1) : (ends.Min(), ends.Max());
        var (first, last) = (low, high);
        var unit = Math.Max(real.Kind.Unit, high > low ? 0 : 1);
        if (!(high > low))
            (low, high) = (low - 1, high + 1);

        // Bins of whole units where there are few of them, so that no bin holds more values than its neighbour.
        var (step, count) = ((high - low) / Bins, Bins);
        if (unit > 0 && (high - low) / unit < 10 * Bins)
        {
            (step, low) = (unit * Math.Ceiling(step / unit), low - unit / 2);
            count = (int)Math.Ceiling((high - low) / step + 1e-9);
        }

        var (sharesA, sharesB) = (Shares(a, real.Rows, low, step, count), Shares(b, synthetic.Rows, low, step, count));
        var x = new Range(low, low + step * count);
        var y = new Range(0, 1.08 * Math.Max(1e-9, Math.Max(sharesA.Max(), sharesB.Max())));
        var panel = new Panel(svg, left, top, PanelWidth, PanelHeight, x, y);
        if (real.Kind is DateKind)
        {
            panel.Frame(title, "");
            if (ends.Length > 0)
                svg.Text(panel.X(first), top + PanelHeight + 14, Text(first), first < last ? "start" : "middle", 10);
            if (first < last)
                svg.Text(panel.X(last), top + PanelHeight + 14, Text(last), "end", 10);
        }
        else
            panel.Axes(title, "", "");

        for (var bin = 0; bin < count; bin++)
        {
            svg.Rectangle(
                panel.X(low + bin * step), panel.Y(sharesA[bin]), panel.X(low + step) - panel.X(low),
                panel.Y(0) - panel.Y(sharesA[bin]), Real, opacity: 0.55);
        }

        svg.Polyline(
            Enumerable.Range(0, count).SelectMany(bin => new[]
            {
                (panel.X(low + bin * step), panel.Y(sharesB[bin])), (panel.X(low + (bin + 1) * step), panel.Y(sharesB[bin])),
            }), Palette.Category(0), 1.6);
        Note(svg, left, top, real, synthetic);

        string Text(double value)
        {
            Span<char> text = stackalloc char[NumberKind.LongestCell];
            return text[..real.Kind.Write(real.Kind.Nearest(value), text)].ToString();
        }
    }

    private static void DrawLevels(Svg svg, double left, double top, string title, TableColumn real, TableColumn synthetic)
    {
        var (a, b) = (Levels(real), Levels(synthetic));
        var shown = a.Concat(b).GroupBy(pair => pair.Key).OrderByDescending(group => group.Max(pair => pair.Value))
            .ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key).Take(MostLevels).ToArray();
        var most = shown.Max(level => Math.Max(a.GetValueOrDefault(level), b.GetValueOrDefault(level)));
        var (labels, pitch) = (70.0, PanelHeight / shown.Length);
        svg.Text(left + PanelWidth / 2, top - 8, title, size: 13, bold: true);
        foreach (var (i, level) in shown.Index())
        {
            var y = top + i * pitch;
            var height = Math.Min(pitch * 0.4, 16);
            Bar(a.GetValueOrDefault(level), y + pitch / 2 - height, Real, 0.55);
            Bar(b.GetValueOrDefault(level), y + pitch / 2, Palette.Category(0), 1);
            svg.Text(left + labels - 6, y + pitch / 2 + 3.5, Shorten(level, 18), "end", 10);

            void Bar(double share, double y, string colour, double opacity)
            {
                var width = share / most * (PanelWidth - labels - 36);
                svg.Rectangle(left + labels, y, width, height - 1, colour, opacity: opacity);
                if (pitch > 24)
                    svg.Text(left + labels + width + 4, y + height - 2, share.ToString("P0", CultureInfo.InvariantCulture), "start", 9);
            }
        }

        var all = a.Keys.Union(b.Keys).Count();
        if (all > shown.Length)
        {
            svg.Text(
                left + PanelWidth, top + PanelHeight + 16,
                string.Create(CultureInfo.InvariantCulture, $"and {all - shown.Length:N0} more levels"), "end", 10);
        }
    }

    private static void Note(Svg svg, double left, double top, TableColumn real, TableColumn synthetic)
    {
        if (real.Blanks + synthetic.Blanks == 0)
            return;
        svg.Text(left + PanelWidth, top + PanelHeight + 30, string.Create(CultureInfo.InvariantCulture,
            $"blank: {(double)real.Blanks / real.Rows:P0} of real, {(double)synthetic.Blanks / synthetic.Rows:P0} of synthetic"),
            "end", 10);
    }

    private static double[] Present(NumberColumn column)
    {
        var stride = Math.Max(1, column.Rows / MostRows);
        var values = new List<double>();
        for (var row = 0; row < column.Rows; row += stride)
        {
            if (!column.IsBlank(row))
                values.Add(column.Values[row]);
        }

        return [.. values.Order()];
    }

    private static double[] Ends(double[] sorted) => sorted.Length == 0 ? []
        : [sorted[(int)(Tail * (sorted.Length - 1))], sorted[(int)Math.Ceiling((1 - Tail) * (sorted.Length - 1))]];

    private static double[] Shares(double[] values, int rows, double low, double step, int count)
    {
        var shares = new double[count];
        var each = 1.0 / Math.Max(1, Math.Min(rows, values.Length));
        foreach (var value in values)
        {
            // The last bin has its upper end too.
            if ((value - low) / step is >= 0 and var place && place <= count * (1 + 1e-12))
                shares[Math.Min((int)place, count - 1)] += each;
        }

        return shares;
    }

    private static Dictionary<string, double> Levels(TableColumn column)
    {
        var shares = new Dictionary<string, double>();
        for (var row = 0; row < column.Rows; row++)
        {
            var text = column.IsBlank(row) ? "(blank)" : column.Text(row);
            shares[text] = shares.GetValueOrDefault(text) + 1.0 / column.Rows;
        }

        return shares;
    }
}
