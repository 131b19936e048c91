namespace DualScale.Diffusion;

/// <summary>
/// Where rows start of which some columns are given (docs/conditions.md), or of which a joint normal is known. At the first level
/// x is nearly normal, about the point x̄ = a·x̂₀(x̄) that holds no noise, with the covariance s²·(1 - K)⁻¹, K = a·∂x̂₀/∂x: what
/// is given moves a start as it moves the data, and columns that go together start a little so. K is known by what the network
/// makes of steps from x̄: (1 - K)^(-½) = 1 + K/2 + 3K²/8 + ….
/// </summary>
internal static class ConditionalStart
{
    private const int RoundsOfGiven = 3;
    private static readonly float[] Series = [1 / 2f, 3 / 8f];

    /// <summary>Writes start points into a tile.</summary>
    /// <param name="tile">The rows.</param>
    /// <param name="query">The question that is of the first level.</param>
    /// <param name="scale">The factor of the normals that the tile's points are on entry; rows of which nothing is known stay
    /// so.</param>
    public static void Draw(SamplingTile tile, int query, float scale)
    {
        var (a, s) = ((float)tile.Levels.SignalScale(tile.Path[0]), (float)tile.Levels.NoiseScale(tile.Path[0]));
        var x = tile.X;
        var plain = x.ToArray();
        x.Clear();
        for (var round = 0; round < (tile.HasGiven ? RoundsOfGiven : 1); round++)
        {
            var clean = tile.Denoise(query);
            for (var at = 0; at < x.Length; at++)
                x[at] = a * clean[at];
        }

        var (centre, start) = (x.ToArray(), new float[x.Length]);
        for (var at = 0; at < x.Length; at++)
            start[at] = x[at] = centre[at] + s / scale * plain[at];
        foreach (var share in Series)
        {
            var clean = tile.Denoise(query);
            for (var at = 0; at < x.Length; at++)
            {
                x[at] = a * clean[at];
                start[at] += share * (x[at] - centre[at]);
            }
        }

        for (var at = 0; at < x.Length; at++)
            x[at] = tile.KnowsStart || tile.IsGiven(at / tile.Columns) ? start[at] : plain[at];
    }
}
