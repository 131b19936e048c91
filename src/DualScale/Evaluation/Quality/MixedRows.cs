using System.Numerics;

namespace DualScale.Evaluation.Quality;

/// <summary>
/// Rows as points, coordinate by coordinate. Two rows differ in a number by the square of their difference and in a code by one
/// where the codes are not the same, which is what one-hot columns at 1/√2 would give.
/// </summary>
internal sealed class MixedRows
{
    /// <summary>Points in a block; a multiple of the lanes of every vector.</summary>
    public const int Block = 256;

    /// <summary>Creates rows.</summary>
    /// <param name="numbers">Coordinates that are numbers, each a value a row.</param>
    /// <param name="codes">Coordinates that are codes, each a whole number a row.</param>
    /// <param name="count">Rows.</param>
    public MixedRows(IReadOnlyList<float[]> numbers, IReadOnlyList<float[]> codes, int count)
    {
        Count = count;
        Numbers = [.. numbers.Select(Pad)];
        Codes = [.. codes.Select(Pad)];
    }

    public int Count { get; }

    public float[][] Numbers { get; }

    public float[][] Codes { get; }

    /// <summary>The squared distances from a row to a block of these.</summary>
    /// <param name="from">The rows that the row is one of.</param>
    /// <param name="row">The row.</param>
    /// <param name="first">The first of the block.</param>
    /// <param name="distances">Gets them; what lies beyond the last row is infinite.</param>
    public void Distances(MixedRows from, int row, int first, Span<float> distances)
    {
        distances.Clear();
        var lanes = Vector<float>.Count;
        for (var i = 0; i < Numbers.Length; i++)
        {
            var own = Numbers[i].AsSpan(first, Block);
            var other = new Vector<float>(from.Numbers[i][row]);
            for (var lane = 0; lane < Block; lane += lanes)
            {
                var difference = new Vector<float>(own[lane..]) - other;
                (new Vector<float>(distances[lane..]) + difference * difference).CopyTo(distances[lane..]);
            }
        }

        for (var i = 0; i < Codes.Length; i++)
        {
            var own = Codes[i].AsSpan(first, Block);
            var other = new Vector<float>(from.Codes[i][row]);
            for (var lane = 0; lane < Block; lane += lanes)
            {
                var same = Vector.Equals(new Vector<float>(own[lane..]), other);
                var cost = Vector.ConditionalSelect(same, Vector<float>.Zero, Vector<float>.One);
                (new Vector<float>(distances[lane..]) + cost).CopyTo(distances[lane..]);
            }
        }

        if (first + Block > Count)
            distances[(Count - first)..].Fill(float.PositiveInfinity);
    }

    private float[] Pad(float[] values)
    {
        var padded = new float[(Count + Block - 1) / Block * Block];
        values.CopyTo(padded, 0);
        return padded;
    }
}
