namespace DualScale.Runs.Figures;

/// <summary>Lines with as few corners as look the same (Douglas and Peucker 1973).</summary>
internal static class Simplification
{
    /// <summary>Leaves out corners that lie near the line through the ones that stay.</summary>
    /// <param name="points">The corners in their order.</param>
    /// <param name="tolerance">How far off a corner may lie that is left out.</param>
    public static IReadOnlyList<(double X, double Y)> Of(IReadOnlyList<(double X, double Y)> points, double tolerance)
    {
        if (points.Count < 3)
            return points;
        var kept = new bool[points.Count];
        (kept[0], kept[^1]) = (true, true);
        var pieces = new Stack<(int First, int Last)>([(0, points.Count - 1)]);
        while (pieces.TryPop(out var piece))
        {
            var (farthest, distance) = (0, tolerance);
            for (var i = piece.First + 1; i < piece.Last; i++)
            {
                if (Distance(points[i], points[piece.First], points[piece.Last]) is var d && d > distance)
                    (farthest, distance) = (i, d);
            }

            if (farthest == 0)
                continue;
            kept[farthest] = true;
            pieces.Push((piece.First, farthest));
            pieces.Push((farthest, piece.Last));
        }

        return [.. points.Where((_, i) => kept[i])];
    }

    // From a point to the piece of line between two others.
    private static double Distance((double X, double Y) point, (double X, double Y) from, (double X, double Y) to)
    {
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var (px, py) = (point.X - from.X, point.Y - from.Y);
        var length = dx * dx + dy * dy;
        var along = length == 0 ? 0 : Math.Clamp((px * dx + py * dy) / length, 0, 1);
        return Math.Sqrt(Math.Pow(px - along * dx, 2) + Math.Pow(py - along * dy, 2));
    }
}
