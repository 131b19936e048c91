using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Asks a model's network about points of one level, a tile of them at a time.</summary>
/// <param name="recipe">The model's recipe.</param>
/// <param name="graph">Its network.</param>
/// <param name="values">The weights.</param>
internal sealed unsafe class PredictionPass(DiffusionRecipe recipe, DenoisingGraph graph, ParameterValues<float> values)
{
    private const int TileRows = 1024;

    /// <summary>ε̂ of points.</summary>
    public float[] Noise(PointSet scaled, double level) =>
        Combine(scaled, level, recipe.Parametrization.Noise(recipe.Levels, level));

    /// <summary>x̂₀ of points, scaled.</summary>
    public float[] Clean(PointSet scaled, double level) =>
        Combine(scaled, level, recipe.Parametrization.Clean(recipe.Levels, level));

    /// <summary>The nodes that the network keeps, by name, [count, width].</summary>
    public IReadOnlyDictionary<string, float[]> Outputs(PointSet scaled, double level) =>
        graph.Graph.Outputs.Keys.Zip(Read(scaled, level, [.. graph.Graph.Outputs.Values])).ToDictionary();

    private float[] Combine(PointSet scaled, double level, (double Point, double Output) factors)
    {
        var result = Read(scaled, level, [graph.Output])[0];
        if (factors == (0, 1))
            return result;
        for (var i = 0; i < result.Length; i++)
            result[i] = (float)(factors.Point * scaled.Values.Span[i] + factors.Output * result[i]);
        return result;
    }

    private float[][] Read(PointSet scaled, double level, Node[] nodes)
    {
        float[][] results = [.. nodes.Select(node => new float[scaled.Count * node.Width])];
        using var workspace = Workspace<float>.ForInference(
            new GraphPlan(graph.Graph), Math.Min(scaled.Count, TileRows), 1);
        workspace.Parameters = values;
        graph.WriteLevel(workspace, 0, level, recipe);
        for (var first = 0; first < scaled.Count; first += TileRows)
        {
            var count = Math.Min(TileRows, scaled.Count - first);
            workspace.SetCounts(count, 1);
            var noisy = workspace.Value(graph.Noisy);
            for (var row = 0; row < count; row++)
                scaled[first + row].CopyTo(noisy[row]);
            foreach (var step in workspace.Plan.Steps)
                workspace.Forward(step, 0, workspace.Count(step.Domain));
            foreach (var (node, result) in nodes.Zip(results))
            {
                var rows = workspace.Value(node);
                for (var row = 0; row < count; row++)
                    rows[node.Domain == Domain.Batch ? row : 0].CopyTo(result.AsSpan((first + row) * node.Width));
            }
        }

        return results;
    }
}
