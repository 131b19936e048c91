using System.Text;
using DualScale.Tables;

namespace DualScale.Cli.Terminal;

/// <summary>Points as a picture of characters, each of two by four dots.</summary>
internal static class DotPicture
{
    // The first braille pattern, and its dots by row and column.
    private const char Blank = '\u2800';
    private static readonly int[,] Bits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>Draws the first two columns.</summary>
    /// <param name="points">Points; those outside of the frame are left out.</param>
    /// <param name="frame">Points whose range is the frame.</param>
    /// <param name="width">Characters to the right.</param>
    /// <param name="height">Lines.</param>
    public static string Draw(PointSet points, PointSet frame, int width = 64, int height = 26)
    {
        var (x, y) = (Scale(0, 2 * width), Scale(1, 4 * height));
        var dots = new int[height, width];
        for (var row = 0; row < points.Count; row++)
        {
            var (across, up) = (x(points[row][0]), y(points[row][1]));
            var down = 4 * height - 1 - up;
            if (across >= 0 && across < 2 * width && down >= 0 && down < 4 * height)
                dots[down / 4, across / 2] |= Bits[down % 4, across % 2];
        }

        var text = new StringBuilder();
        for (var line = 0; line < height; line++)
        {
            text.Append(string.Concat(Enumerable.Range(0, width).Select(at => (char)(Blank + dots[line, at]))).TrimEnd(Blank))
                .Append('\n');
        }

        return text.ToString();

        Func<float, int> Scale(int column, int count)
        {
            var values = Enumerable.Range(0, frame.Count).Select(row => (double)frame[row][column]).ToArray();
            var (low, high) = (values.Min(), values.Max());
            return value => float.IsFinite(value) ? (int)Math.Floor((value - low) / (high - low) * (count - 1) + 0.5) : -1;
        }
    }
}
