using System.Globalization;
using DualScale.Numerics;

namespace DualScale.Tables;

/// <summary>Sets rows aside that a model is not trained on.</summary>
public static class HoldOut
{
    /// <summary>Splits a point set at random.</summary>
    /// <param name="points">At least 2 rows.</param>
    /// <param name="share">The share to hold out, in (0, 1); at least one row stays on each side.</param>
    /// <param name="stream">The random numbers.</param>
    /// <exception cref="InvalidInputException">There are fewer than 2 rows, or the share is not between 0 and 1.</exception>
    public static (PointSet Training, PointSet HeldOut) Split(PointSet points, double share, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2)
            throw new InvalidInputException($"{(points.Count == 0 ? "No row" : "One row")} cannot be split; give at least 2.");
        if (!(share > 0 && share < 1))
        {
            throw new InvalidInputException(
                string.Create(CultureInfo.InvariantCulture, $"The share to hold out is {share}; give one between 0 and 1."));
        }

        var order = stream.Order(points.Count);
        var heldOut = Math.Clamp((int)Math.Round(share * points.Count), 1, points.Count - 1);
        return (Take(points, order.AsSpan(heldOut)), Take(points, order.AsSpan(0, heldOut)));
    }

    internal static PointSet Take(PointSet points, ReadOnlySpan<int> rows)
    {
        var values = new float[rows.Length * points.Columns];
        for (var i = 0; i < rows.Length; i++)
            points[rows[i]].CopyTo(values.AsSpan(i * points.Columns));
        return new PointSet(values, points.ColumnNames);
    }
}
