namespace DualScale.Evaluation.Quality;

/// <summary>Ranks of numbers.</summary>
internal static class Ranks
{
    /// <summary>Each number's place among all, from 1; equal ones share the mean of their places. NaN stays NaN.</summary>
    public static double[] Of(double[] values)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        var sorted = (double[])values.Clone();
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        var blanks = 0;
        while (blanks < sorted.Length && double.IsNaN(sorted[blanks]))
            ranks[order[blanks++]] = double.NaN;
        for (int first = blanks, next; first < sorted.Length; first = next)
        {
            next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first])
                next++;
            for (var i = first; i < next; i++)
                ranks[order[i]] = (first + 1 + next) / 2.0 - blanks;
        }

        return ranks;
    }
}
