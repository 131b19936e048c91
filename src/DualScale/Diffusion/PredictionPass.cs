using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Asks a model's network about points of one level, all at once.</summary>
internal sealed unsafe class PredictionPass(
    DiffusionRecipe recipe, DenoisingGraph graph, ParameterValues<float> values, int count) : IDisposable
{
    private readonly Workspace<float> _workspace = Workspace<float>.ForInference(new GraphPlan(graph.Graph), count, 1);
    private PointSet? _points;

    /// <summary>Computes every node.</summary>
    public void Run(PointSet scaled, double level)
    {
        _points = scaled;
        _workspace.Parameters = values;
        graph.WriteLevel(_workspace, 0, level, recipe);
        var noisy = _workspace.Value(graph.Noisy);
        for (var row = 0; row < count; row++)
            scaled[row].CopyTo(noisy[row]);
        foreach (var step in _workspace.Plan.Steps)
            _workspace.Forward(step, 0, _workspace.Count(step.Domain));
    }

    /// <summary>ε̂ of the points run.</summary>
    public float[] Noise(double level) => Combine(recipe.Parametrization.Noise(recipe.Levels, level));

    /// <summary>x̂₀ of the points run, scaled.</summary>
    public float[] Clean(double level) => Combine(recipe.Parametrization.Clean(recipe.Levels, level));

    /// <summary>The nodes that the network keeps, by name, [count, width].</summary>
    public IReadOnlyDictionary<string, float[]> Outputs() =>
        graph.Graph.Outputs.ToDictionary(output => output.Key, output => Read(output.Value));

    public void Dispose() => _workspace.Dispose();

    private float[] Combine((double Point, double Output) factors)
    {
        var result = Read(graph.Output);
        if (factors == (0, 1))
            return result;
        for (var i = 0; i < result.Length; i++)
            result[i] = (float)(factors.Point * _points!.Values.Span[i] + factors.Output * result[i]);
        return result;
    }

    private float[] Read(Node node)
    {
        var rows = _workspace.Value(node);
        var values = new float[count * node.Width];
        for (var row = 0; row < count; row++)
            rows[node.Domain == Domain.Batch ? row : 0].CopyTo(values.AsSpan(row * node.Width));
        return values;
    }
}
