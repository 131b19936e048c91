using System.Globalization;
using System.Xml.Linq;
using DualScale.Evaluation.Quality;
using DualScale.Runs.Quality;
using DualScale.Tables;

namespace DualScale.Runs.Tests.Figures;

public sealed class MarginalFigureTests
{
    private static readonly XNamespace Names = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("2006-01-13", "2024-03-09")]
    [InlineData("2024-01-01", "2024-04-19")]
    [InlineData("2024-03-09", "2024-03-16")]
    [InlineData("2024-03-09", "2024-03-09")]
    public void Dates_are_labelled_by_the_first_and_the_last_and_both_have_their_bar(string first, string last)
    {
        const int Each = 50;
        double[] days = [.. Enumerable.Repeat(Value(first), Each), .. Enumerable.Repeat(Value(last), Each)];
        var table = new Table([new NumberColumn(new ColumnSchema("day", new DateKind()), days)]);
        var column = new ColumnDistance("day", "date", 0, 0, 0, 1, 0, 0, 0, 0, 0, QualityVerdict.Alike);
        var picture = XDocument.Parse(MarginalFigure.Draw([column], table, table)).Root!;
        string[] wanted = first == last ? [first] : [first, last];
        Assert.Equal(wanted, picture.Elements(Names + "text").Select(text => text.Value).Where(text => text.StartsWith("20", StringComparison.Ordinal)));

        // One bar is the legend's.
        double[] heights = [.. picture.Elements(Names + "rect").Where(bar => bar.Attribute("fill")!.Value == MarginalFigure.Real)
            .Select(bar => (double)bar.Attribute("height")!).Where(height => height > 0).Skip(1)];
        Assert.Equal(wanted.Length, heights.Length);
        Assert.Equal(heights[0], heights[^1]);
    }

    private static double Value(string day) => DateKind.FromDateTime(DateTime.Parse(day, CultureInfo.InvariantCulture));
}
