using DualScale.Numerics;
using DualScale.Numerics.Operations;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// How a network starts from the joint normal of its columns (docs/tables.md): what it returns is added to what the best denoiser
/// of that normal would, so that it learns only how the data differ from it.
/// </summary>
internal sealed class JointNormalNodes
{
    private const string MeanParameter = "joint_normal.mean";
    private const string DirectionsParameter = "joint_normal.directions";
    private const string VariancesParameter = "joint_normal.variances";

    private readonly DiffusionRecipe _recipe;
    private readonly int[] _columns;
    private readonly Node _noisy;
    private readonly Node _signalScale;
    private readonly Node _noiseScale;
    private readonly Node _ofMean;
    private readonly Node _ofNoisy;
    private readonly Node _mean;

    private JointNormalNodes(Graph graph, Node noisy, GivenNodes? given, DiffusionRecipe recipe, int[] columns, PointSet? data)
    {
        (_recipe, _columns, _noisy) = (recipe, columns, noisy);
        (_signalScale, _noiseScale) = (graph.Input(Domain.Level, 1), graph.Input(Domain.Level, 1));
        (_ofMean, _ofNoisy) = (graph.Input(Domain.Level, 1), graph.Input(Domain.Level, noisy.Width));
        var (size, law) = (columns.Length, data is null ? null : JointNormal.Fit(data, columns));
        _mean = graph.NormalMean(
            noisy, _signalScale, _noiseScale, columns,
            new NormalParameters(
                graph.Constant(MeanParameter, [size], law?.Mean),
                graph.Constant(DirectionsParameter, [size, size], law?.Directions),
                graph.Constant(VariancesParameter, [size], law?.Variances)),
            given is null ? null : (given.Values, given.Mask));
    }

    /// <summary>The nodes; null where a recipe asks for none, or there are too few columns for one, or too many.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="noisy">x.</param>
    /// <param name="given">What is given of each row; null where nothing can be.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="columns">The columns that are no discrete ones.</param>
    /// <param name="data">The scaled training data; null where the law comes from a file.</param>
    public static JointNormalNodes? Of(
        Graph graph, Node noisy, GivenNodes? given, DiffusionRecipe recipe, IReadOnlyList<int> columns, PointSet? data) =>
        recipe.JointNormal && columns.Count is > 1 and <= JointNormal.MostColumns
            ? new JointNormalNodes(graph, noisy, given, recipe, [.. columns], data) : null;

    /// <summary>Whether the arrays of a model are those of a normal; so they are where it has none.</summary>
    public static bool IsOne(DiffusionModel model)
    {
        return Find(DirectionsParameter) is not { } directions || Find(VariancesParameter) is not { } variances
            || JointNormal.IsOne(model.Read(directions), model.Read(variances));

        Parameter? Find(string name) => model.Parameters.FirstOrDefault(parameter => parameter.Name == name);
    }

    /// <summary>F of what the network returns.</summary>
    public Node Complete(Node output) => output + (_ofMean * _mean + _ofNoisy * _noisy);

    /// <summary>Writes what depends on a level into its row of the inputs.</summary>
    public void WriteLevel(Workspace<float> workspace, int row, double level)
    {
        var (ofMean, ofNoisy) = _recipe.TargetByMean(level);
        workspace.Value(_signalScale)[row][0] = (float)_recipe.Levels.SignalScale(level);
        workspace.Value(_noiseScale)[row][0] = (float)_recipe.Levels.NoiseScale(level);
        workspace.Value(_ofMean)[row][0] = (float)ofMean;
        var factors = workspace.Value(_ofNoisy)[row];
        factors.Clear();
        foreach (var column in _columns)
            factors[column] = (float)ofNoisy;
    }
}
