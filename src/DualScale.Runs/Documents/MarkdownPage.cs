using System.Text;

namespace DualScale.Runs.Documents;

/// <summary>The same document as Markdown; pictures are files beside it.</summary>
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
                    text.Append('#', heading.Level).Append(' ').Append(heading.Text).Append('\n');
                    break;
                case Block.Paragraph paragraph:
                    text.Append(paragraph.Text).Append('\n');
                    break;
                case Block.Listing listing:
                    text.Append("```\n").Append(listing.Text.TrimEnd('\n')).Append("\n```\n");
                    break;
                case Block.Picture picture:
                    text.Append($"![{picture.Caption}]({pictures}/{picture.FileName}.svg)\n");
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
            text.Append("| ").Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(' ');
        text.Append("|\n");
    }
}
