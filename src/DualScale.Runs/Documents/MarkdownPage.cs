using System.Text;

namespace DualScale.Runs.Documents;

/// <summary>
/// The same document as Markdown; pictures are files beside it. Texts are shown as they are: what Markdown or HTML would read
/// into them is escaped.
/// </summary>
internal static class MarkdownPage
{
    /// <param name="blocks">The document.</param>
    /// <param name="pictures">The folder of the pictures, as seen from the page.</param>
    public static string Write(IEnumerable<Block> blocks, string pictures)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            if (text.Length > 0)
                text.Append('\n');
            switch (block)
            {
                case Block.Heading heading:
                    text.Append('#', heading.Level).Append(' ').Append(Escape(heading.Text)).Append('\n');
                    break;
                case Block.Paragraph paragraph:
                    text.Append(Escape(paragraph.Text)).Append('\n');
                    break;
                case Block.Listing listing:
                    var fence = Fence(listing.Text);
                    text.Append(fence).Append('\n').Append(listing.Text.TrimEnd('\n')).Append('\n').Append(fence).Append('\n');
                    break;
                case Block.Picture picture:
                    text.Append($"![{Escape(picture.Caption)}]({pictures}/{Uri.EscapeDataString(picture.FileName)}.svg)\n");
                    break;
                case Block.Table table:
                    AppendRow(text, table.Headers);
                    AppendRow(text, [.. table.Headers.Select((_, column) => column < table.TextColumns ? "---" : "---:")]);
                    foreach (var row in table.Rows)
                        AppendRow(text, row);
                    break;
                default:
                    throw new InvalidOperationException($"{block.GetType().Name} cannot be written.");
            }
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells)
    {
        foreach (var cell in cells)
            text.Append("| ").Append(Escape(cell)).Append(' ');
        text.Append("|\n");
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var (i, character) in text.Index())
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' when i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]) => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '$' => escaped.Append('\\').Append(character),
                _ => escaped.Append(char.IsControl(character) ? ' ' : character),
            };
        }

        return escaped.ToString();
    }

    // Longer than any row of backticks in the text, which would end it.
    private static string Fence(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text)
            longest = Math.Max(longest, run = character == '`' ? run + 1 : 0);
        return new string('`', Math.Max(3, longest + 1));
    }
}
