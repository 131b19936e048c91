namespace DualScale.Runs.Documents;

/// <summary>A part of a document that is written as HTML and as Markdown.</summary>
internal abstract record Block
{
    /// <summary>A heading of level 1 to 3.</summary>
    public sealed record Heading(int Level, string Text) : Block;

    /// <summary>Running text.</summary>
    public sealed record Paragraph(string Text) : Block;

    /// <summary>Text as it stands.</summary>
    public sealed record Listing(string Text) : Block;

    /// <summary>A table; the first <paramref name="TextColumns"/> columns hold text, the others numbers.</summary>
    public sealed record Table(
        IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows, int TextColumns = 1) : Block;

    /// <summary>A drawing, which is also a file of its own.</summary>
    public sealed record Picture(string FileName, string Svg, string Caption) : Block;
}
