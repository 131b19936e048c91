using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// The samples that are drawn: the number of each among all of the seed, by which its random numbers go, and what is given of it.
/// </summary>
internal sealed class SampleRows(int count, long origin = 0)
{
    /// <summary>The most rows of a seed: more, and attempts at a row would meet the numbers of another.</summary>
    public const long Most = 1L << AttemptShift;

    private const int AttemptShift = 36;
    private const ulong Filled = 0x66696C6C6564;

    /// <summary>How many.</summary>
    public int Count => count;

    /// <summary>Which row each stands for, and which attempt at it: 0, 1, 2, …; each for its own, at the first, where
    /// null.</summary>
    public IReadOnlyList<(int Row, int Attempt)>? Attempts { get; init; }

    /// <summary>The number of each row from the origin on; 0, 1, 2, … where null.</summary>
    public IReadOnlyList<int>? Numbers { get; init; }

    /// <summary>What is given; null for nothing.</summary>
    public GivenColumns? Given { get; init; }

    /// <summary>Whether blanks are filled: with other numbers than made those that stand beside them, where those were drawn
    /// too.</summary>
    public bool AreFilled { get; init; }

    /// <summary>The row that a sample stands for.</summary>
    public int Row(int sample) => Attempts?[sample].Row ?? sample;

    /// <summary>
    /// Fills whole samples, from one on, with normals of their own. Which columns are given has a part in them: a cell that is
    /// drawn given others would hang together with these once more, had the same numbers made them.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="columns">Numbers in each.</param>
    /// <param name="destination">As many samples as it holds.</param>
    public void FillNormal(RandomStream stream, int first, int columns, Span<float> destination)
    {
        if (Attempts is null && Given is null)
        {
            stream.FillNormal((ulong)(origin + first) * (ulong)columns, destination);
            return;
        }

        for (var i = 0; i < destination.Length / columns; i++)
        {
            var (row, attempt) = Attempts?[first + i] ?? (first + i, 0);
            var number = ((ulong)attempt << AttemptShift) + (ulong)(origin + (Numbers?[row] ?? row));
            var own = stream with { Seed = stream.Seed ^ (Given?.Key(row) ?? 0) ^ (AreFilled ? Filled : 0) };
            own.FillNormal(number * (ulong)columns, destination.Slice(i * columns, columns));
        }
    }
}
