using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DualScale.Configuration;

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
        ("sampling_seconds", "sampling, s"), ("samples", "samples"), ("sampler", "sampler"), ("sampler_steps", "its steps"), ("seed", "seed"),
        ("grid_variance", "variance of the grid"), ("coarse_grid_variance", "variance of the coarse grid"), ("fine_grid_variance", "variance of the fine grid"),
    ];

    public static string Create(IReadOnlyList<ReportedRun> runs, IReadOnlyList<(string FileName, string Svg)> figures)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>DualScale report</title>\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n").Append(Style).Append("\n</style></head><body>\n");
        html.Append("<h1>DualScale report</h1>\n<table><tr><th></th>");
        foreach (var run in runs)
            html.Append("<th>").Append(Escape(run.Name)).Append("</th>");
        html.Append("</tr>\n");
        foreach (var (key, label) in Rows.Where(row => runs.Any(run => run.Numbers.ContainsKey(row.Key))))
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

    private static string Show(JsonNode? value) => value switch
    {
        null => "–",
        JsonValue number when number.TryGetValue<long>(out var whole) => whole.ToString("N0", CultureInfo.InvariantCulture),
        JsonValue number when number.TryGetValue<double>(out var d) => d.ToString(Math.Abs(d) >= 10 ? "F1" : d != 0 && Math.Abs(d) < 0.001 ? "0.00e0" : "F3", CultureInfo.InvariantCulture),
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
