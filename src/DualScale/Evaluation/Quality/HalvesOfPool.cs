namespace DualScale.Evaluation.Quality;

/// <summary>Real rows parted into halves again and again: what a distance is where there is nothing to find.</summary>
internal static class HalvesOfPool
{
    public const int Draws = 20;

    /// <summary>For each draw, whether a row of the pool is in the first half.</summary>
    public static bool[][] Draw(int rows, ulong seed)
    {
        var draws = new bool[Draws][];
        for (var draw = 0; draw < Draws; draw++)
        {
            draws[draw] = new bool[rows];
            foreach (var row in RandomStreams.Quality(seed, 8 + draw).Order(rows).AsSpan(0, rows / 2))
                draws[draw][row] = true;
        }

        return draws;
    }
}
