using DualScale.Numerics;
using DualScale.Numerics.Operations;

namespace DualScale.Diffusion;

/// <summary>
/// How a network deals with discrete columns (docs/tables.md): it is shown the posterior mean of each column under its own law,
/// and what it returns for them tilts that law, p_k ∝ π_k·e^(u·w_k - |x - a·w_k|²/2s²). A network that returns nothing leaves
/// every column to itself, and to what a joint normal of other columns says of it.
/// </summary>
internal sealed class DiscreteNodes
{
    private readonly DiffusionRecipe _recipe;
    private readonly PointLaw[] _laws;
    private readonly Node _noisy;
    private readonly Node _signalScale;
    private readonly Node _noiseScale;
    private readonly Node? _tilt;
    private readonly Node _ofMean;
    private readonly Node _ofNoisy;
    private readonly Node _ofNetwork;
    private readonly bool[] _isDiscrete;

    /// <param name="graph">The graph.</param>
    /// <param name="noisy">x.</param>
    /// <param name="signalScale">a.</param>
    /// <param name="noiseScale">s.</param>
    /// <param name="tilt">What is known of the columns beside their own law; null where nothing is.</param>
    /// <param name="recipe">The recipe.</param>
    public DiscreteNodes(Graph graph, Node noisy, Node signalScale, Node noiseScale, Node? tilt, DiffusionRecipe recipe)
    {
        (_recipe, _noisy, _tilt, _isDiscrete) = (recipe, noisy, tilt, new bool[noisy.Width]);
        (_signalScale, _noiseScale) = (signalScale, noiseScale);
        foreach (var columns in recipe.Discrete)
            _isDiscrete.AsSpan(columns.First, columns.Width).Fill(true);
        _laws = [.. recipe.Discrete.Select(columns => new PointLaw(columns.First, columns.Points, columns.Shares))];
        (_ofMean, _ofNoisy, _ofNetwork) = (
            graph.Input(Domain.Level, noisy.Width), graph.Input(Domain.Level, noisy.Width),
            graph.Input(Domain.Level, noisy.Width));
        Mean = PosteriorMean(tilt);
    }

    /// <summary>The posterior mean of each column before the network has said anything.</summary>
    public Node Mean { get; }

    /// <summary>
    /// F of what the network returns, of the tilted law in discrete columns, itself in others; and the mean of that law.
    /// </summary>
    public (Node Output, Node Mean) Complete(Node output)
    {
        var mean = PosteriorMean(_tilt is null ? output : output + _tilt);
        return (_ofNetwork * output + _ofMean * mean + _ofNoisy * _noisy, mean);
    }

    /// <summary>Writes what depends on a level into its row of the inputs.</summary>
    public void WriteLevel(Workspace<float> workspace, int row, double level)
    {
        var (meanFactor, noisyFactor) = _recipe.TargetByMean(level);
        var ofMean = workspace.Value(_ofMean)[row];
        var ofNoisy = workspace.Value(_ofNoisy)[row];
        var ofNetwork = workspace.Value(_ofNetwork)[row];
        for (var column = 0; column < _isDiscrete.Length; column++)
        {
            (ofMean[column], ofNoisy[column], ofNetwork[column]) =
                _isDiscrete[column] ? ((float)meanFactor, (float)noisyFactor, 0) : (0, 0, 1);
        }
    }

    private Node PosteriorMean(Node? tilt) =>
        _noisy.Graph.PosteriorMean(_noisy, _signalScale, _noiseScale, _laws, _recipe.DataVariance, tilt);
}
