namespace DualScale.Tables;

/// <summary>
/// Divides a column into cells. A value that comes often keeps a cell of its own, no wider than the step of the column, so that
/// it and nothing beside it comes back as often; the values between share cells that reach from one to the next.
/// </summary>
internal static class QuantileCells
{
    /// <summary>About as many cells a column gets of either sort.</summary>
    public const int Most = 500;

    private const int FewestOften = 3;
    private const int RowsOfEach = 5;

    // What a twentieth of the rows have says nothing of the rest. So many others may be rare marks on a scale.
    private const int AtomRows = 20;
    private const int FewOthers = 10;

    // Outwards, cells become finer: one holds an eighth of the rows beyond it.
    private const int Outward = 8;

    /// <param name="sorted">The values in their order, at least one.</param>
    /// <param name="step">The step of the column; 0 for none.</param>
    public static List<QuantileCell> Of(ReadOnlySpan<double> sorted, double step)
    {
        var (values, counts) = Distinct(sorted);

        // They have five rows each also besides those that many rows have, or else they are measurements among zeros.
        var (rows, others) = (0, 0);
        foreach (var of in counts)
            (rows, others) = of * AtomRows >= sorted.Length ? (rows, others) : (rows + of, others + 1);
        var isDense = values.Count <= Most && sorted.Length >= RowsOfEach * values.Count
            && (others <= FewOthers || rows >= RowsOfEach * others);
        var often = isDense ? 1 : Math.Max(FewestOften, sorted.Length / Most);
        var cells = new List<QuantileCell>();
        var (seen, low, count) = (0, double.NaN, 0);
        for (var k = 0; k < values.Count; k++)
        {
            var (before, after) = (Edge(k - 1), Edge(k));
            if (counts[k] >= often)
            {
                Close(before);
                cells.Add(new QuantileCell(
                    Math.Max(before, values[k] - step / 2), Math.Min(after, values[k] + step / 2), counts[k]));
            }
            else
            {
                low = count == 0 ? before : low;
                count += counts[k];
                if (count >= Math.Min(sorted.Length / Most, Math.Min(seen, sorted.Length - seen - counts[k]) / Outward))
                    Close(after);
            }

            seen += counts[k];
        }

        Close(Edge(values.Count - 1));
        return cells;

        void Close(double high)
        {
            if (count > 0)
                cells.Add(new QuantileCell(low, high, count));
            count = 0;
        }

        // Where the neighbourhood of a value ends and that of the next begins.
        double Edge(int k) => k < 0 ? values[0] - step / 2 : k == values.Count - 1 ? values[k] + step / 2
            : values[k] / 2 + values[k + 1] / 2;
    }

    private static (List<double> Values, List<int> Counts) Distinct(ReadOnlySpan<double> sorted)
    {
        var (values, counts) = (new List<double>(), new List<int>());
        foreach (var value in sorted)
        {
            if (values.Count > 0 && values[^1] == value)
                counts[^1]++;
            else
            {
                values.Add(value);
                counts.Add(1);
            }
        }

        return (values, counts);
    }
}
