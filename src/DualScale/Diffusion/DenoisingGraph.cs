using DualScale.Denoisers;
using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// A denoiser in a graph, with what is before it: the forward process for training, the noisy point for sampling.
/// </summary>
internal sealed class DenoisingGraph
{
    private DenoisingGraph(
        Graph graph, Node condition, (Node Signal, Node Noise)? scales, Node noisy, Node? inputScale, Node? factor,
        GivenNodes? given, DiffusionRecipe recipe, PointSet? data)
    {
        (Graph, Condition, Noisy, InputScale, NoiseFactor, Given) = (graph, condition, noisy, inputScale, factor, given);
        if (recipe.StartsFromLaws)
        {
            var (a, s) = scales ?? (graph.Input(Domain.Level, 1), graph.Input(Domain.Level, 1));
            (SignalScale, NoiseScale) = (a, s);
            JointNormal = JointNormalNodes.Of(graph, noisy, a, s, given, recipe, data);
            Discrete = recipe.Discrete.Count == 0 ? null : new DiscreteNodes(graph, noisy, a, s, JointNormal?.Tilt, recipe);
        }

        var input = new DenoiserInput(
            WithGiven(inputScale is null ? noisy : inputScale * noisy), condition,
            [.. Present(factor), .. Present(Discrete is null ? null : WithGiven(Silence(Discrete.Mean))), .. given?.Extras ?? []])
        {
            GaussianPosterior = new Lazy<(Node, Node)>(Posterior),
        };
        if (Discrete is not null)
            input = input with { Continuous = [.. recipe.ContinuousOf(noisy.Width)] };
        var output = recipe.Denoiser.Predict(graph, input);
        if (output is null || output.Graph != graph || output.Domain != Domain.Batch || output.Width != noisy.Width)
        {
            throw new ArgumentException(
                $"The denoiser returned {Describe(output, graph)}; its prediction is a batch node of its graph, {noisy.Width} wide.", nameof(recipe));
        }

        if (factor is not null && !graph.DependsOn(output, factor, besides: noisy))
        {
            throw new ArgumentException(
                "The denoiser does not look at the noise factor; give all of input.Extras to its first layers.", nameof(recipe));
        }

        if (given is not null && !given.Extras.All(extra => graph.DependsOn(output, extra, besides: noisy)))
        {
            throw new ArgumentException(
                "The denoiser does not look at what is given; give all of input.Extras to its first layers.", nameof(recipe));
        }

        var words = (Node?)null;
        if (Discrete is not null)
            (output, words) = Discrete.Complete(output);
        if (JointNormal is not null)
            output = JointNormal.Complete(output, words is null ? null : WithGiven(Silence(words)));
        Output = graph.Keep(Silence(output));

        (Node, Node) Posterior()
        {
            (PosteriorScale, PosteriorDeviation) = (graph.Input(Domain.Level, 1), graph.Input(Domain.Level, 1));
            return (WithGiven(PosteriorScale * noisy), PosteriorDeviation);
        }

        Node Silence(Node node) => given is null ? node : given.Silence(node);

        Node WithGiven(Node point) => given is null ? point : point + given.Values;

        static Node[] Present(Node? node) => node is null ? [] : [node];
    }

    public Graph Graph { get; }

    /// <summary>Input: what the network is told of each level.</summary>
    public Node Condition { get; }

    /// <summary>Input: the factor of the noisy point before the network; null where it is 1.</summary>
    public Node? InputScale { get; }

    /// <summary>
    /// Inputs: the factor of the noisy point in the posterior mean of a standard normal, and the posterior's standard deviation;
    /// null where the network does not ask for them.
    /// </summary>
    public Node? PosteriorScale { get; private set; }

    public Node? PosteriorDeviation { get; private set; }

    /// <summary>Discrete columns, with inputs of their own; null where there are none.</summary>
    public DiscreteNodes? Discrete { get; }

    /// <summary>The joint normal that the network starts from, with inputs of its own; null where there is none.</summary>
    public JointNormalNodes? JointNormal { get; }

    /// <summary>Inputs: what is given of each row; null where the model takes no conditions.</summary>
    public GivenNodes? Given { get; }

    /// <summary>x: an input for sampling, computed in training. 0 in columns that are given.</summary>
    public Node Noisy { get; }

    /// <summary>Inputs for training: x₀ and ε.</summary>
    public Node? Clean { get; private init; }

    public Node? Noise { get; private init; }

    /// <summary>Inputs: a and s of each level; null for sampling where the network starts from no law.</summary>
    public Node? SignalScale { get; private init; }

    public Node? NoiseScale { get; private init; }

    /// <summary>
    /// Inputs for training: for each level the factors of x₀ and ε in the target; null where the target is ε itself.
    /// </summary>
    public Node? TargetOfClean { get; private init; }

    public Node? TargetOfNoise { get; private init; }

    /// <summary>
    /// The noise that ε̂ stands for, in training: ε in the papers' parametrisation, α·ε with a grid in any other.
    /// </summary>
    public Node? Spread { get; private init; }

    /// <summary>F*, for training.</summary>
    public Node? Target { get; private init; }

    /// <summary>α(x, t), where there is a noise grid.</summary>
    public Node? NoiseFactor { get; }

    /// <summary>F.</summary>
    public Node Output { get; }

    /// <param name="recipe">Network, levels, parametrisation and grid.</param>
    /// <param name="columns">Columns of the data.</param>
    /// <param name="data">Scaled data for the grid's extent and normalisation and the joint normal; null when they come from a
    /// file.</param>
    public static DenoisingGraph ForTraining(DiffusionRecipe recipe, int columns, PointSet? data = null)
    {
        var graph = new Graph();
        var condition = graph.Input(Domain.Level, 1);
        var signalScale = graph.Input(Domain.Level, 1);
        var noiseScale = graph.Input(Domain.Level, 1);
        var clean = graph.Input(Domain.Batch, columns);
        var noise = graph.Input(Domain.Batch, columns);
        var inputScale = recipe.ScalesInput ? graph.Input(Domain.Level, 1) : null;
        var given = recipe.Conditions is null ? null : new GivenNodes(graph, condition, columns);

        // x = a·x₀ + s·ε, and with a grid a·x₀ + s·α(x₀, t)·ε
        var factor = recipe.Grid?.Factor(graph, clean, condition, data);
        var spread = factor is null ? noise : factor * noise;
        var noisy = graph.Keep(signalScale * clean + noiseScale * spread);

        // The papers' target is ε without α; any other is of the point as it is.
        var (ofClean, ofNoise, target) = ((Node?)null, (Node?)null, noise);
        if (recipe.Parametrization is EpsilonParametrization)
            spread = noise;
        else
        {
            (ofClean, ofNoise) = (graph.Input(Domain.Level, 1), graph.Input(Domain.Level, 1));
            target = ofClean * clean + ofNoise * spread;
        }

        var whole = new DenoisingGraph(
            graph, condition, (signalScale, noiseScale), noisy, inputScale, factor, given, recipe, data)
        {
            Clean = clean,
            Noise = noise,
            SignalScale = signalScale,
            NoiseScale = noiseScale,
            TargetOfClean = ofClean,
            TargetOfNoise = ofNoise,
            Spread = graph.Keep(spread),
            Target = graph.Keep(target),
        };
        graph.Seal();
        return whole;
    }

    /// <summary>The network on x; a grid is read at x too.</summary>
    /// <param name="recipe">Network, levels, parametrisation and grid.</param>
    /// <param name="columns">Columns of the data.</param>
    /// <param name="gradient">Whether x has a gradient.</param>
    public static DenoisingGraph ForSampling(DiffusionRecipe recipe, int columns, bool gradient = false)
    {
        var graph = new Graph();
        var condition = graph.Input(Domain.Level, 1);
        var noisy = graph.Input(Domain.Batch, columns, gradient);
        var inputScale = recipe.ScalesInput ? graph.Input(Domain.Level, 1) : null;
        var given = recipe.Conditions is null ? null : new GivenNodes(graph, condition, columns);
        var factor = recipe.Grid?.Factor(graph, noisy, condition, data: null);
        var whole = new DenoisingGraph(graph, condition, null, noisy, inputScale, factor, given, recipe, data: null);
        graph.Seal();
        return whole;
    }

    /// <summary>Writes what depends on a level into its row of the inputs.</summary>
    public void WriteLevel(Workspace<float> workspace, int row, double level, DiffusionRecipe recipe)
    {
        Write(Condition, recipe.Levels.Condition(level));
        Write(SignalScale, recipe.Levels.SignalScale(level));
        Write(NoiseScale, recipe.Levels.NoiseScale(level));
        if (InputScale is not null)
            Write(InputScale, recipe.Parametrization.InputScale(recipe.Levels, level));
        if (PosteriorScale is not null)
        {
            // x = a·x₀ + s·ε with x₀ of variance v: the mean is a·v/(a²v + s²)·x, the variance s²v/(a²v + s²).
            var (a, s, v) = (recipe.Levels.SignalScale(level), recipe.Levels.NoiseScale(level), recipe.DataVariance);
            Write(PosteriorScale, a * v / (a * a * v + s * s));
            Write(PosteriorDeviation, s * Math.Sqrt(v / (a * a * v + s * s)));
        }

        Discrete?.WriteLevel(workspace, row, level);
        JointNormal?.WriteLevel(workspace, row, level);
        if (TargetOfClean is not null)
        {
            var (clean, noise) = recipe.Parametrization.Target(recipe.Levels, level);
            Write(TargetOfClean, clean);
            Write(TargetOfNoise, noise);
        }

        void Write(Node? input, double value)
        {
            if (input is not null)
                workspace.Value(input)[row][0] = (float)value;
        }
    }

    private static string Describe(Node? output, Graph graph) =>
        output is null
            ? "nothing" : output.Graph != graph ? "a node of another graph"
            : $"a {output.Domain.ToString().ToLowerInvariant()} node, {output.Width} wide";
}
