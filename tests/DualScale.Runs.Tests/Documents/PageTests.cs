using System.Xml.Linq;
using DualScale.Runs.Documents;
using DualScale.Runs.Figures;

namespace DualScale.Runs.Tests.Documents;

public sealed class PageTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>|[a](javascript:b) `c` **d** _e_ &amp; \\ ~~f~~\n# g";

    [Fact]
    public void Markup_in_names_is_text_in_markdown()
    {
        const string Escaped =
            "&lt;img src=x onerror=alert(1)&gt;\\|\\[a\\](javascript:b) \\`c\\` \\*\\*d\\*\\* \\_e\\_ &amp;amp; \\\\ \\~\\~f\\~\\~ # g";
        var page = MarkdownPage.Write(
            [
                new Block.Heading(2, Hostile), new Block.Paragraph(Hostile), new Block.Picture("a b)<", "<svg/>", Hostile),
                new Block.Table([Hostile, "n"], [[Hostile, "1"]]),
            ],
            "figures");
        Assert.Equal(
            $"## {Escaped}\n\n{Escaped}\n\n![{Escaped}](figures/a%20b%29%3C.svg)\n\n| {Escaped} | n |\n| --- | ---: |\n| {Escaped} | 1 |\n", page);
    }

    [Fact]
    public void Listing_cannot_end_its_own_fence() =>
        Assert.Equal("````\na\n```\n<b>\n````\n", MarkdownPage.Write([new Block.Listing("a\n```\n<b>\n")], "figures"));

    [Fact]
    public void Words_of_the_pages_stay_as_they_are_in_markdown() =>
        Assert.Equal("KL(data ‖ samples): +0.355 (+85.9 %), 1.3e-3 – 5 × 20, p < 0.05; it's \"so\"\n", MarkdownPage.Write(
            [new Block.Paragraph("KL(data ‖ samples): +0.355 (+85.9 %), 1.3e-3 – 5 × 20, p < 0.05; it's \"so\"")], "figures"));

    [Fact]
    public void Markup_in_names_is_text_in_html_and_in_pictures()
    {
        var svg = new Svg(10, 10);
        svg.Text(1, 1, Hostile + "\u0001");
        Assert.Equal((Hostile + "\u0001").Replace('\n', ' ').Replace('\u0001', ' '), XDocument.Parse(svg.ToString()).Descendants()
            .Last().Value);
        var page = HtmlPage.Write(
            Hostile,
            [new Block.Heading(2, Hostile), new Block.Paragraph(Hostile), new Block.Listing(Hostile),
                new Block.Picture("a", "", Hostile), new Block.Table([Hostile], [[Hostile]])]);
        Assert.DoesNotContain("<img", page);
        Assert.Equal(7, page.Split("&lt;img src=x onerror=alert(1)&gt;").Length - 1);
    }
}
