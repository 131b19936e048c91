using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// The gradient of a model's predicted noise with respect to scaled points, through the backward half of its graph.
/// </summary>
internal sealed unsafe class GradientPass : IDisposable
{
    private const int TileRows = 256;

    private readonly DiffusionRecipe _recipe;
    private readonly DenoisingGraph _graph;
    private readonly ThreadTeam _team = new(1);
    private readonly Executor<float> _executor;

    public GradientPass(DiffusionRecipe recipe, int columns, ParameterValues<float> values)
    {
        _recipe = recipe;
        _graph = DenoisingGraph.ForSampling(recipe, columns, gradient: true);
        _executor = new Executor<float>(_graph.Graph, _graph.Output, values, _team, TileRows, levelRows: 1);
    }

    /// <summary>wᵀ·∂ε̂/∂x, [rows, columns].</summary>
    public float[] Run(PointSet scaled, double level, PointSet weights)
    {
        var (ofPoint, ofOutput) = _recipe.Parametrization.Noise(_recipe.Levels, level);
        var result = new float[scaled.Count * scaled.Columns];
        for (var first = 0; first < scaled.Count; first += TileRows)
        {
            var count = Math.Min(TileRows, scaled.Count - first);
            var workspace = _executor.Workspace;
            workspace.SetCounts(count, 1);
            new Span<int>(workspace.LevelOf.Pointer, count).Clear();
            workspace.AssignLevels();
            _graph.WriteLevel(workspace, 0, level, _recipe);
            var noisy = workspace.Value(_graph.Noisy);
            for (var row = 0; row < count; row++)
                scaled[first + row].CopyTo(noisy[row]);
            _executor.Forward();
            var seed = _executor.ResultGradient();
            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < scaled.Columns; column++)
                    seed[row][column] = (float)(ofOutput * weights[first + row][column]);
            }

            _executor.Backward();
            var gradient = workspace.Gradient(_graph.Noisy, 0, count);
            for (var row = 0; row < count; row++)
            {
                for (var column = 0; column < scaled.Columns; column++)
                {
                    result[(first + row) * scaled.Columns + column] =
                        (float)(ofPoint * weights[first + row][column] + gradient[row][column]);
                }
            }
        }

        return result;
    }

    public void Dispose()
    {
        _executor.Dispose();
        _team.Dispose();
    }
}
