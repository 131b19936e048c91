using DualScale.Numerics;
using DualScale.Numerics.Operations;

namespace DualScale.Diffusion;

/// <summary>
/// How a network deals with discrete columns (docs/tables.md): it is shown the posterior mean of each column under its own law,
/// and what it returns for them tilts that law, p_k ∝ π_k·e^(u·w_k - |x - a·w_k|²/2s²). A network that returns nothing leaves
/// every column to itself.
/// </summary>
internal sealed class DiscreteNodes
{
    private readonly DiffusionRecipe _recipe;
    private readonly PointLaw[] _laws;
    private readonly Node _noisy;
    private readonly Node _signalScale;
    private readonly Node _noiseScale;
    private readonly Node _ofMean;
    private readonly Node _ofNoisy;
    private readonly Node _ofNetwork;
    private readonly bool[] _isDiscrete;

    public DiscreteNodes(Graph graph, Node noisy, DiffusionRecipe recipe)
    {
        (_recipe, _noisy, _isDiscrete) = (recipe, noisy, new bool[noisy.Width]);
        foreach (var columns in recipe.Discrete)
            _isDiscrete.AsSpan(columns.First, columns.Width).Fill(true);
        _laws = [.. recipe.Discrete.Select(columns => new PointLaw(columns.First, columns.Points, columns.Shares))];
        (_signalScale, _noiseScale) = (graph.Input(Domain.Level, 1), graph.Input(Domain.Level, 1));
        (_ofMean, _ofNoisy, _ofNetwork) = (
            graph.Input(Domain.Level, noisy.Width), graph.Input(Domain.Level, noisy.Width),
            graph.Input(Domain.Level, noisy.Width));
        Mean = PosteriorMean(null);
    }

    /// <summary>The posterior mean of each column under its own law.</summary>
    public Node Mean { get; }

    /// <summary>The other columns, ascending.</summary>
    public IReadOnlyList<int> Continuous => [.. Enumerable.Range(0, _isDiscrete.Length).Where(column => !_isDiscrete[column])];

    /// <summary>F of what the network returns: of the tilted law in discrete columns, itself in others.</summary>
    public Node Complete(Node output) => _ofNetwork * output + _ofMean * PosteriorMean(output) + _ofNoisy * _noisy;

    /// <summary>Writes what depends on a level into its row of the inputs.</summary>
    public void WriteLevel(Workspace<float> workspace, int row, double level)
    {
        var (meanFactor, noisyFactor) = _recipe.TargetByMean(level);
        workspace.Value(_signalScale)[row][0] = (float)_recipe.Levels.SignalScale(level);
        workspace.Value(_noiseScale)[row][0] = (float)_recipe.Levels.NoiseScale(level);
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
