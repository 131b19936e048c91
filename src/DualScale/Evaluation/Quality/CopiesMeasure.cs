namespace DualScale.Evaluation.Quality;

/// <summary>
/// The share of all synthetic rows that stand in the real table, cell for cell, beside the share of held-out rows that do, or of
/// real rows that stand there twice.
/// </summary>
internal sealed class CopiesMeasure : QualityMeasure
{
    // What a score beyond its reach on one side is as likely as.
    private const double Significance = 0.005;
    private const double Tiny = 1e-6;

    public override QualityFinding Measure(QualityData data)
    {
        var (real, synthetic) = (Hashes(data.Tables[0], data), Hashes(data.Tables[1], data));
        Array.Sort(real);
        var copies = synthetic.Count(hash => Contains(real, hash));
        var others = data.HasHeldOut ? Hashes(data.Tables[2], data) : real;
        var repeats = data.HasHeldOut ? others.Count(hash => Contains(real, hash)) : Twins(real).Repeats;
        var (value, floor) = ((double)copies / synthetic.Length, (double)repeats / others.Length);

        // Wald's error is 0 beside a floor of nothing and too small for a few copies, so the counts are judged exactly.
        var likely = data.HasHeldOut ? FisherTest.AtLeast(copies, synthetic.Length, repeats, others.Length)
            : Likely(real, copies, synthetic.Length);
        var isCopied = likely < Significance;
        return new QualityFinding(
            QualityMeasures.Copies, value, Error(value, synthetic.Length), floor, Error(floor, others.Length), synthetic.Length,
            isCopied ? QualityVerdict.Copied : QualityVerdict.Alike,
            copies == 0 ? "no row stands in the real table" : Words.Of(
                $"{copies:N0} of {synthetic.Length:N0} rows stand in the real table, {(isCopied ? "more than" : "no more than")} fresh rows would ({repeats:N0} of {others.Length:N0}, Fisher's exact test{(data.HasHeldOut ? "" : ", twins allowed for")}: p {(likely < Tiny ? "below 1e-6" : Words.Of($"= {likely:G2}"))})"));
    }

    /// <summary>
    /// How likely so many rows of a table of the same law stand in the real one, which is judged by its own rows that stand there
    /// twice. These come in pairs and more, so that their share scatters as that of fewer rows would: its variance is
    /// (N₁·(1 - N₁/n) + 2·N₂)/n² of n rows, N₁ of which stand there once and 2·N₂ twice (Good 1953, Esty 1983).
    /// </summary>
    /// <param name="real">The hashes of the real rows, in order.</param>
    /// <param name="copies">How many of the others stand there.</param>
    /// <param name="rows">Of how many.</param>
    internal static double Likely(ulong[] real, int copies, int rows)
    {
        var n = (double)real.Length;
        var (repeats, pairs) = Twins(real);
        var (share, once) = (repeats / n, n - repeats);
        var variance = (once * (1 - once / n) + 2 * pairs) / (n * n);
        var size = variance > 0 ? Math.Min(n, share * (1 - share) / variance) : n / 2;
        return size < 1 ? 1 : FisherTest.AtLeast(copies, rows, (int)Math.Round(share * size), (int)Math.Round(size));
    }

    // 64 bits: of ten million rows against as many, one pair in a hundred thousand such comparisons is taken for equal wrongly.
    private static ulong[] Hashes(AlignedTable table, QualityData data)
    {
        const int Chunk = 4096;
        var hashes = new ulong[table.Rows];
        data.Work.For((table.Rows + Chunk - 1) / Chunk, chunk =>
        {
            for (var row = chunk * Chunk; row < Math.Min(table.Rows, (chunk + 1) * Chunk); row++)
            {
                var hash = 0ul;
                for (var column = 0; column < data.Columns.Count; column++)
                    hash = Mix(hash ^ Bits(table, data.Columns[column], column, row));
                hashes[row] = hash;
            }
        });
        return hashes;
    }

    private static ulong Bits(AlignedTable table, ComparedColumn column, int place, int row)
    {
        if (!column.IsNumber)
            return (ulong)(table.Code(place, row) + 1);
        var number = table.Number(place, row);
        return double.IsNaN(number) ? ulong.MaxValue : BitConverter.DoubleToUInt64Bits(number + 0.0);
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong bits)
    {
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    private static bool Contains(ulong[] sorted, ulong hash) => Array.BinarySearch(sorted, hash) >= 0;

    // How many rows stand there more than once, and how many pairs of rows do and no third one with them.
    private static (int Repeats, int Pairs) Twins(ulong[] sorted)
    {
        var (repeats, pairs, run) = (0, 0, 1);
        for (var i = 1; i <= sorted.Length; i++)
        {
            if (i < sorted.Length && sorted[i] == sorted[i - 1])
            {
                run++;
                continue;
            }

            repeats += run > 1 ? run : 0;
            pairs += run == 2 ? 1 : 0;
            run = 1;
        }

        return (repeats, pairs);
    }

    private static double Error(double share, int rows) => Math.Sqrt(share * (1 - share) / rows);
}
