using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// The gradient of a model's predicted noise with respect to scaled points, through the backward half of its graph.
/// </summary>
internal sealed class GradientPass
{
    private const int TileRows = 64;

    private readonly DiffusionRecipe _recipe;
    private readonly ParameterValues<float> _values;
    private readonly DenoisingGraph _graph;
    private readonly GraphPlan _plan;

    public GradientPass(DiffusionRecipe recipe, int columns, ParameterValues<float> values)
    {
        (_recipe, _values) = (recipe, values);
        _graph = DenoisingGraph.ForSampling(recipe, columns, gradient: true);
        _plan = new GraphPlan(_graph.Graph, _graph.Output);
    }

    /// <summary>wᵀ·∂ε̂/∂x, [rows, columns].</summary>
    public float[] Run(PointSet scaled, double level, PointSet weights)
    {
        var (ofPoint, ofOutput) = _recipe.Parametrization.Noise(_recipe.Levels, level);
        var result = new float[scaled.Count * scaled.Columns];
        var tiles = (scaled.Count + TileRows - 1) / TileRows;
        var queue = new WorkQueue();
        queue.Reset(tiles);
        using var team = new ThreadTeam(Math.Max(1, Math.Min(Environment.ProcessorCount, tiles)));
        team.Run(_ =>
        {
            using var tile = new GradientTile(_recipe, _graph, _plan, _values, Math.Min(TileRows, scaled.Count));
            while (queue.TryTake(out var number))
                Run(tile, number * TileRows, Math.Min(TileRows, scaled.Count - number * TileRows));
        });
        return result;

        void Run(GradientTile tile, int first, int count)
        {
            tile.Resize(count);
            for (var row = 0; row < count; row++)
                scaled[first + row].CopyTo(tile.Set(row, level));
            tile.Forward();
            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < scaled.Columns; column++)
                    tile.Weights(row)[column] = (float)(ofOutput * weights[first + row][column]);
            }

            tile.Backward(count);
            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < scaled.Columns; column++)
                {
                    result[(first + row) * scaled.Columns + column] =
                        (float)(ofPoint * weights[first + row][column] + tile.Gradient(row)[column]);
                }
            }
        }
    }
}
