using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DualScale.Cli.Figures;
using DualScale.Configuration;
using Range = DualScale.Cli.Figures.Range;

namespace DualScale.Cli.Report;

/// <summary>One page that needs nothing but a browser: pictures inline, several runs side by side.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1180px; margin: 2em auto; padding: 0 1em; }
        h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; }
        table { border-collapse: collapse; } th, td { padding: .25em .9em; text-align: left; border-bottom: 1px solid #ddd; }
        td.number { text-align: right; font-variant-numeric: tabular-nums; }
        svg { max-width: 100%; height: auto; } pre { background: #f6f6f6; padding: 1em; overflow-x: auto; font-size: 13px; }
        """;

    private static readonly (string Key, string Label)[] Rows =
    [
        ("model", "model"), ("data", "data"), ("kl_bits", "KL(data ‖ samples), bits"), ("floor_bits", "its floor, with fresh data, bits"),
        ("reverse_kl_bits", "KL(samples ‖ data), bits"), ("eval_loss", "evaluation loss"), ("training_seconds", "training, s"),
        ("sampling_seconds", "sampling, s"), ("samples", "samples"), ("seed", "seed"),
    ];

    /// <summary>The figures of the page by file name.</summary>
    public static IReadOnlyList<(string FileName, string Svg)> Figures(IReadOnlyList<ReportedRun> runs)
    {
        var figures = new List<(string, string)>();
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i];
            figures.Add((FileName("samples", i, runs), ScatterFigure.Draw($"{run.Name}: {run.Run.ModelName} on {run.Run.DataName}", [("data", run.Run.Data.Real), ("samples", run.Samples)])));
        }

        figures.Add(("loss", LineFigure.Draw(
            "Training loss", "step", "loss (running mean)", [.. runs.Select((run, i) => new Series(run.Name, Smooth(run.Loss), i))])));
        var weighted = runs.Index().Where(pair => pair.Item.Weights.Count > 0).ToArray();
        if (weighted.Length > 0)
        {
            figures.Add(("weights", LineFigure.Draw(
                "Weights of the two branches", "timestep t, from noise to data", "w(t)",
                [
                    .. weighted.Select(pair => new Series($"{pair.Item.Name}: global", Curve(pair.Item, w => w.Global), pair.Index)),
                    .. weighted.Select(pair => new Series($"{pair.Item.Name}: local", Curve(pair.Item, w => w.Local), pair.Index, Dashed: true)),
                ],
                new Range(0, 1), reversed: true)));
        }

        return figures;
    }

    public static string Create(IReadOnlyList<ReportedRun> runs, IReadOnlyList<(string FileName, string Svg)> figures)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>DualScale report</title>\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n").Append(Style).Append("\n</style></head><body>\n");
        html.Append("<h1>DualScale report</h1>\n<table><tr><th></th>");
        foreach (var run in runs)
            html.Append("<th>").Append(Escape(run.Name)).Append("</th>");
        html.Append("</tr>\n");
        foreach (var (key, label) in Rows)
        {
            html.Append("<tr><th>").Append(Escape(label)).Append("</th>");
            foreach (var run in runs)
                html.Append("<td class=\"number\">").Append(Escape(Show(run.Numbers[key]))).Append("</td>");
            html.Append("</tr>\n");
        }

        html.Append("</table>\n");
        foreach (var (_, svg) in figures)
            html.Append("<figure>").Append(svg).Append("</figure>\n");
        foreach (var run in runs)
        {
            html.Append("<h2>Configuration of ").Append(Escape(run.Name)).Append("</h2>\n<pre>");
            Write(html, ConfigurationTree.ToTree(run.Run.Configuration), "");
            html.Append("</pre>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static string FileName(string figure, int index, IReadOnlyList<ReportedRun> runs) =>
        runs.Count == 1 ? figure : string.Create(CultureInfo.InvariantCulture, $"{figure}-{index + 1}");

    private static (double, double)[] Curve(ReportedRun run, Func<(double Global, double Local), double> part) =>
        [.. run.Weights.Select((w, t) => ((double)t, part(w)))];

    private static (double, double)[] Smooth(IReadOnlyList<(int Step, double Loss)> loss)
    {
        const double Share = 0.05;
        var mean = double.NaN;
        return [.. loss.Select(entry => ((double)entry.Step, mean = double.IsNaN(mean) ? entry.Loss : mean + Share * (entry.Loss - mean)))];
    }

    private static string Show(JsonNode? value) => value switch
    {
        null => "–",
        JsonValue number when number.TryGetValue<long>(out var whole) => whole.ToString("N0", CultureInfo.InvariantCulture),
        JsonValue number when number.TryGetValue<double>(out var d) => d.ToString(Math.Abs(d) >= 10 ? "F1" : "F3", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static void Write(StringBuilder html, JsonObject tree, string indent)
    {
        foreach (var (key, value) in tree)
        {
            html.Append(indent).Append(Escape(key)).Append(':');
            if (value is JsonObject child)
            {
                html.Append('\n');
                Write(html, child, indent + "  ");
            }
            else
                html.Append(' ').Append(Escape(value?.ToString() ?? "")).Append('\n');
        }
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
