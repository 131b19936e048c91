using System.Globalization;
using System.Xml.Linq;
using DualScale.Runs.Figures;

namespace DualScale.Runs.Tests.Figures;

public sealed class LineFigureTests
{
    [Fact]
    public void Logarithmic_axis_has_equal_ratios_equally_far_and_the_line_at_its_ticks()
    {
        var svg = XElement.Parse(LineFigure.DrawAll(
            "title", "x", "y", [("chart", [new Series("one", [(10, 0), (30, 1), (90, 4)], 0)])], logTicks: [10, 30, 90]));
        double[] ticks = [.. ((string[])["10", "30", "90"]).Select(label => double.Parse(
            svg.Descendants().Single(element => element.Value == label && element.Name.LocalName == "text").Attribute("x")!.Value,
            CultureInfo.InvariantCulture))];
        Assert.True(ticks[1] - ticks[0] > 100);
        Assert.Equal(ticks[1] - ticks[0], ticks[2] - ticks[1], 0.11);
        var path = svg.Descendants().Single(element => element.Name.LocalName == "path");
        var line = DrawnPath.Strokes(path).Single().Select(corner => corner.X * DrawnPath.Scale(path));
        Assert.All(line.Zip(ticks), pair => Assert.Equal(pair.Second, pair.First, 0.2));
    }
}
