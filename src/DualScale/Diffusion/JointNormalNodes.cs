using DualScale.Numerics;
using DualScale.Numerics.Operations;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// How a network starts from the joint normal of its columns (docs/tables.md): what it returns is added to what the best denoiser
/// of that normal would, so that it learns only how the data differ from it. Where discrete columns divide the rows into groups,
/// each has a mean of its own; then the columns say which group a row is of, and the group where they are.
/// </summary>
internal sealed class JointNormalNodes
{
    private const string MeanParameter = "joint_normal.mean";
    private const string OffsetsParameter = "joint_normal.offsets";
    private const string DirectionsParameter = "joint_normal.directions";
    private const string VariancesParameter = "joint_normal.variances";

    private readonly DiffusionRecipe _recipe;
    private readonly int[] _columns;
    private readonly Node _noisy;
    private readonly Node _signalScale;
    private readonly Node _noiseScale;
    private readonly GivenNodes? _given;
    private readonly NormalGroups? _groups;
    private readonly NormalParameters _law;
    private readonly Node _ofMean;
    private readonly Node _ofNoisy;

    private JointNormalNodes(
        Graph graph, Node noisy, Node signalScale, Node noiseScale, GivenNodes? given, DiffusionRecipe recipe, int[] columns,
        PointSet? data)
    {
        (_recipe, _columns, _noisy, _given) = (recipe, columns, noisy, given);
        (_signalScale, _noiseScale) = (signalScale, noiseScale);
        (_ofMean, _ofNoisy) = (graph.Input(Domain.Level, 1), graph.Input(Domain.Level, noisy.Width));
        _groups = recipe.JointNormalDividedBy is { } index ? NormalGroups.Of(recipe.Discrete[index]) : null;
        var (size, law) = (columns.Length, data is null ? null : JointNormal.Fit(data, columns, _groups));
        _law = new NormalParameters(
            graph.Constant(MeanParameter, [size], law?.Mean),
            graph.Constant(DirectionsParameter, [size, size], law?.Directions),
            graph.Constant(VariancesParameter, [size], law?.Variances),
            _groups is null ? null : graph.Constant(OffsetsParameter, [_groups.Count, size], law?.Offsets));
        if (_groups is not null)
            Tilt = TiltOf(_groups);
    }

    /// <summary>How much likelier other columns make each word of the groups, by e^(u·w); null where there are none.</summary>
    public Node? Tilt { get; }

    /// <summary>The nodes; null where a recipe asks for none, or there are too few columns for one, or too many.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="noisy">x.</param>
    /// <param name="signalScale">a.</param>
    /// <param name="noiseScale">s.</param>
    /// <param name="given">What is given of each row; null where nothing can be.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">The scaled training data; null where the law comes from a file.</param>
    public static JointNormalNodes? Of(
        Graph graph, Node noisy, Node signalScale, Node noiseScale, GivenNodes? given, DiffusionRecipe recipe, PointSet? data) =>
        ColumnsOf(recipe, noisy.Width) is { } columns
            ? new JointNormalNodes(graph, noisy, signalScale, noiseScale, given, recipe, columns, data) : null;

    /// <summary>The columns of which a recipe's joint normal is; null where it has none.</summary>
    public static int[]? ColumnsOf(DiffusionRecipe recipe, int width)
    {
        int[] columns = [.. recipe.ContinuousOf(width)];
        return recipe.JointNormal && columns.Length is > 1 and <= JointNormal.MostColumns ? columns : null;
    }

    /// <summary>Whether the arrays of a model are those of a normal; so they are where it has none.</summary>
    public static bool IsOne(DiffusionModel model)
    {
        return Find(VariancesParameter) is not { Length: > 0 } variances
            || JointNormal.IsOne(Find(DirectionsParameter), variances, Find(OffsetsParameter));

        float[] Find(string name) =>
            model.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter ? model.Read(parameter) : [];
    }

    /// <summary>F of what the network returns.</summary>
    /// <param name="output">What it returns.</param>
    /// <param name="words">The clean discrete columns, as far as they are known; null where there are none.</param>
    public Node Complete(Node output, Node? words)
    {
        var shares = _groups is null ? null : Shares(_groups, words!);
        var mean = _noisy.Graph.NormalMean(_noisy, _signalScale, _noiseScale, _columns, _law, GivenInputs, shares);
        return output + (_ofMean * mean + _ofNoisy * _noisy);
    }

    /// <summary>Writes what depends on a level into its row of the inputs.</summary>
    public void WriteLevel(Workspace<float> workspace, int row, double level)
    {
        var (ofMean, ofNoisy) = _recipe.TargetByMean(level);
        workspace.Value(_ofMean)[row][0] = (float)ofMean;
        var factors = workspace.Value(_ofNoisy)[row];
        factors.Clear();
        foreach (var column in _columns)
            factors[column] = (float)ofNoisy;
    }

    private (Node Values, Node Mask)? GivenInputs => _given is null ? null : (_given.Values, _given.Mask);

    // p = P·c + p⁰.
    private Node Shares(NormalGroups groups, Node words)
    {
        var (graph, one) = (_noisy.Graph, _noisy.Graph.Affine(_signalScale, 0, 1));
        return graph.Project(words, SlopesOverAll(groups))
            + graph.Project(one, [.. groups.Offsets.Select(offset => (float[])[(float)offset])]);
    }

    // u = Pᵀ·l has u·w_k = l_k but for what is the same for all, as P·w_k + p⁰ is 1 for its own group and 0 for others.
    private Node TiltOf(NormalGroups groups)
    {
        var evidence = _noisy.Graph.NormalEvidence(_noisy, _signalScale, _noiseScale, _columns, _law, GivenInputs);
        var slopes = SlopesOverAll(groups);
        return _noisy.Graph.Project(evidence, [.. Enumerable.Range(0, _noisy.Width)
            .Select(column => (float[])[.. slopes.Select(slope => slope[column])])]);
    }

    // P, 0 in columns that are not of the words.
    private List<float[]> SlopesOverAll(NormalGroups groups) => [.. groups.Slopes.Select(slope =>
    {
        var all = new float[_noisy.Width];
        slope.CopyTo(all, groups.Columns.First);
        return all;
    })];
}
