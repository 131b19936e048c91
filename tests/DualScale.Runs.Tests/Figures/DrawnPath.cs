using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DualScale.Runs.Tests.Figures;

/// <summary>The strokes of a path as a reader of SVG would follow them, in the units of its element.</summary>
internal static partial class DrawnPath
{
    /// <summary>Strokes from corner to corner; a stroke of one place is a dot.</summary>
    public static List<List<(int X, int Y)>> Strokes(XElement path)
    {
        var strokes = new List<List<(int X, int Y)>>();
        var (x, y) = (0, 0);
        foreach (Match part in Parts().Matches(path.Attribute("d")!.Value))
        {
            var numbers = Numbers().Matches(part.Groups[2].Value)
                .Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture)).ToArray();
            var command = part.Groups[1].Value[0];
            for (var i = 0; i < numbers.Length; i += command == 'h' ? 1 : 2)
            {
                (x, y) = (x + numbers[i], command == 'h' ? y : y + numbers[i + 1]);
                if (command is 'M' or 'm')
                    strokes.Add([]);
                strokes[^1].Add((x, y));
            }
        }

        return strokes;
    }

    /// <summary>What the path's element is scaled by.</summary>
    public static double Scale(XElement path) =>
        double.Parse(Numbers().Match(path.Attribute("transform")!.Value).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("([Mmlh])([^Mmlh]*)")]
    private static partial Regex Parts();

    [GeneratedRegex(@"-?[\d.]+")]
    private static partial Regex Numbers();
}
