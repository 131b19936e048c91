using System.Net;
using System.Text;

namespace DualScale.Runs.Documents;

/// <summary>A page that needs nothing but a browser: pictures are part of it.</summary>
internal static class HtmlPage
{
    private const string Style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 1180px; margin: 2em auto; padding: 0 1em; }
        h1 { font-size: 1.5em; } h2 { font-size: 1.25em; margin-top: 2em; } h3 { font-size: 1.05em; margin-top: 1.6em; }
        table { border-collapse: collapse; }
        th, td { padding: .25em .9em; text-align: left; border-bottom: 1px solid #ddd; vertical-align: top; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
        figure { margin: 1.5em 0; } figcaption { color: #555; } svg { max-width: 100%; height: auto; }
        pre { background: #f6f6f6; padding: 1em; overflow-x: auto; font-size: 13px; }
        """;

    public static string Write(string title, IEnumerable<Block> blocks)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(Escape(title))
            .Append("</title>\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<style>\n").Append(Style)
            .Append("\n</style></head><body>\n");
        foreach (var block in blocks)
            Append(html, block);
        return html.Append("</body></html>\n").ToString();
    }

    private static void Append(StringBuilder html, Block block)
    {
        switch (block)
        {
            case Block.Heading heading:
                html.Append($"<h{heading.Level}>").Append(Escape(heading.Text)).Append($"</h{heading.Level}>\n");
                break;
            case Block.Paragraph paragraph:
                html.Append("<p>").Append(Escape(paragraph.Text)).Append("</p>\n");
                break;
            case Block.Listing listing:
                html.Append("<pre>").Append(Escape(listing.Text)).Append("</pre>\n");
                break;
            case Block.Picture picture:
                html.Append("<figure>").Append(picture.Svg).Append("<figcaption>").Append(Escape(picture.Caption))
                    .Append("</figcaption></figure>\n");
                break;
            case Block.Table table:
                html.Append("<table>\n");
                AppendRow(html, table.Headers, "th", table.TextColumns);
                foreach (var row in table.Rows)
                    AppendRow(html, row, "td", table.TextColumns);
                html.Append("</table>\n");
                break;
            default:
                throw new InvalidOperationException($"{block.GetType().Name} cannot be written.");
        }
    }

    private static void AppendRow(StringBuilder html, IReadOnlyList<string> cells, string tag, int textColumns)
    {
        html.Append("<tr>");
        foreach (var (column, cell) in cells.Index())
            html.Append(column < textColumns ? $"<{tag}>" : $"<{tag} class=\"number\">").Append(Escape(cell)).Append($"</{tag}>");
        html.Append("</tr>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
