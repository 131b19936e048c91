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

    /// <summary>How many.</summary>
    public int Count => count;

    /// <summary>Which row each stands for, and which attempt at it: 0, 1, 2, …; each for its own, at the first, where
    /// null.</summary>
    public IReadOnlyList<(int Row, int Attempt)>? Attempts { get; init; }

    /// <summary>The number of each row from the origin on; 0, 1, 2, … where null.</summary>
    public IReadOnlyList<int>? Numbers { get; init; }

    /// <summary>What is given; null for nothing.</summary>
    public GivenColumns? Given { get; init; }

    /// <summary>The row that a sample stands for.</summary>
    public int Row(int sample) => Attempts?[sample].Row ?? sample;

    /// <summary>Fills whole samples, from one on, with normals of their own.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="columns">Numbers in each.</param>
    /// <param name="destination">As many samples as it holds.</param>
    public void FillNormal(RandomStream stream, int first, int columns, Span<float> destination)
    {
        if (Attempts is null)
        {
            stream.FillNormal((ulong)(origin + first) * (ulong)columns, destination);
            return;
        }

        for (var i = 0; i < destination.Length / columns; i++)
        {
            var (row, attempt) = Attempts[first + i];
            var number = ((ulong)attempt << AttemptShift) + (ulong)(origin + (Numbers?[row] ?? row));
            stream.FillNormal(number * (ulong)columns, destination.Slice(i * columns, columns));
        }
    }
}
