using DualScale.Numerics.Operations;

namespace DualScale.Numerics;

/// <summary>
/// A network written down once and run many times. Its methods make nodes; a node over levels is computed once for each distinct
/// level, and its rows are spread where it meets the batch, without being asked.
/// </summary>
public sealed class Graph
{
    private readonly List<Node> _nodes = [];
    private readonly List<Parameter> _parameters = [];
    private readonly Dictionary<string, Node> _outputs = [];
    private readonly HashSet<Node> _kept = [];
    private readonly List<Node> _inputs = [];
    private long _transposedLength;
    private bool _sealed;

    /// <summary>The parameters in the order in which they were declared.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>Nodes kept for people to look at, by name: weights, gates, factors.</summary>
    public IReadOnlyDictionary<string, Node> Outputs => _outputs;

    /// <summary>Nodes whose rows nothing else may take over: outputs and whatever else is read after a pass.</summary>
    internal IReadOnlySet<Node> Kept => _kept;

    internal IReadOnlyList<Node> Nodes => _nodes;

    internal IReadOnlyList<Node> InputNodes => _inputs;

    /// <summary>Declares numbers that come from outside, <paramref name="width"/> to a row.</summary>
    internal Node Input(Domain domain, int width, bool requiresGradient = false)
    {
        var node = Append(new Input(domain, width, requiresGradient));
        _inputs.Add(node);
        return node;
    }

    /// <summary>
    /// The sinusoidal embedding of each number of a row (docs/models.md, section 3): for v = scale · number, sin(v·f_i) and then
    /// cos(v·f_i), f_i = 10000^(-i/(dimension/2 - 1)).
    /// </summary>
    /// <param name="input">The numbers to embed.</param>
    /// <param name="dimension">Numbers in one embedding, even and at least 4; the node is input.Width · dimension wide.</param>
    /// <param name="scale">The factor before the embedding.</param>
    /// <exception cref="ArgumentException">The dimension is odd or below 4.</exception>
    public Node SinusoidalEmbedding(Node input, int dimension, float scale = 1) =>
        Append(new SinusoidalEmbedding(dimension, scale), input);

    /// <summary>
    /// A linear layer x·Wᵀ + b with parameters <c>name.weight</c> [width, inputs] and <c>name.bias</c> [width].
    /// </summary>
    /// <param name="name">The name that its parameters carry in files.</param>
    /// <param name="width">Outputs in a row.</param>
    /// <param name="inputs">What is multiplied, at least one node; several stand for their concatenation.</param>
    /// <exception cref="ArgumentException">There is no input, the width is below 1, or the name is taken.</exception>
    public Node Linear(string name, int width, params ReadOnlySpan<Node> inputs) =>
        Linear(name, width, Initialization.UniformFanIn, inputs);

    /// <summary>A linear layer whose weights and biases start as told.</summary>
    /// <param name="name">The name that its parameters carry in files.</param>
    /// <param name="width">Outputs in a row.</param>
    /// <param name="initialization">How both start, such as <see cref="Initialization.Zeros"/>: the layer is silent at
    /// first.</param>
    /// <param name="inputs">What is multiplied, at least one node; several stand for their concatenation.</param>
    /// <exception cref="ArgumentException">There is no input, the width is below 1, or the name is taken.</exception>
    public Node Linear(string name, int width, Initialization initialization, params ReadOnlySpan<Node> inputs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (inputs.Length == 0)
            throw new ArgumentException($"The layer '{name}' has no input; give at least one node.", nameof(inputs));
        Node[] all = [.. inputs];
        int[] segments = [.. all.Select(input => input.Width)];
        var fanIn = segments.Sum();
        var weight = Declare(
            $"{name}.weight", [width, fanIn], width, segments, padded: true, transposed: true, initialization, fanIn);
        var bias = Declare(
            $"{name}.bias", [width], 1, [width], padded: true, transposed: false, initialization, fanIn);
        return Append(new Linear(weight, bias), all);
    }

    /// <summary>max(x, 0).</summary>
    /// <param name="input">x.</param>
    public Node Relu(Node input) => Append(new LeakyRelu(0), input);

    /// <summary>x where positive, slope · x elsewhere.</summary>
    /// <param name="input">x.</param>
    /// <param name="slope">In [0, 1). Default 0.01.</param>
    /// <exception cref="ArgumentException">The slope is outside its range.</exception>
    public Node LeakyRelu(Node input, float slope = 0.01f) => Append(new LeakyRelu(slope), input);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    /// <param name="input">x.</param>
    public Node Sigmoid(Node input) => Append(new Sigmoid(), input);

    /// <summary>x·σ(x), σ(x) = 1 / (1 + e⁻ˣ).</summary>
    /// <param name="input">x.</param>
    public Node Silu(Node input) => Append(new Silu(), input);

    /// <summary>
    /// x with a share of its numbers, drawn anew for each row and step, at 0 and the others scaled up by as much; x itself
    /// outside training.
    /// </summary>
    /// <param name="input">x.</param>
    /// <param name="share">The share that is dropped, in [0, 1).</param>
    /// <exception cref="ArgumentException">The share is outside its range.</exception>
    public Node Dropout(Node input, double share) =>
        Append(new Dropout(share, _nodes.Count(node => node.Operation is Dropout)), input);

    /// <summary>
    /// The expectation of sin(f·z) and cos(f·z) of normal z, for each frequency f: e^(-f²s²/2)·sin(f·m) and e^(-f²s²/2)·cos(f·m),
    /// for each number m of a row all sines and then all cosines (integrated positional encoding, Barron et al. 2021). Waves that
    /// the spread drowns are silent.
    /// </summary>
    /// <param name="mean">m, batch rows of any width d; the node is 2·d·frequencies wide.</param>
    /// <param name="deviation">s, one number a row or a level, without a gradient.</param>
    /// <param name="frequencies">f, ascending, at least one.</param>
    /// <exception cref="ArgumentException">There is no frequency or they do not ascend, or the deviation is no single number, or one
    /// a row where there is one mean a level.</exception>
    public Node ExpectedSinusoids(Node mean, Node deviation, IReadOnlyList<float> frequencies)
    {
        ArgumentNullException.ThrowIfNull(frequencies);
        if (frequencies.Count == 0 || frequencies.Zip(frequencies.Skip(1)).Any(pair => !(pair.First < pair.Second)))
            throw new ArgumentException("Frequencies are one or more, in ascending order.", nameof(frequencies));
        if (deviation.Width != 1 || deviation.RequiresGradient)
            throw new ArgumentException("A standard deviation is one number a row, without a gradient.", nameof(deviation));
        if (mean.Domain == Domain.Level && deviation.Domain == Domain.Batch)
            throw new ArgumentException("Means a level have standard deviations a level.", nameof(deviation));
        return Append(new DampedSinusoids(frequencies), mean, Append(new GaussianDecay(frequencies), deviation));
    }

    /// <summary>
    /// The mean of w given x = a·w + s·e, e of standard normals: of columns of w that together are one of a few points by the
    /// shares that these have, of any other as of a normal of mean 0.
    /// </summary>
    /// <param name="input">x.</param>
    /// <param name="signal">a, one number a row or a level, without a gradient.</param>
    /// <param name="spread">s, likewise, above 0.</param>
    /// <param name="laws">Points and shares, none twice of a column and in the order of columns.</param>
    /// <param name="variance">The variance of the normals.</param>
    /// <param name="tilt">u, as wide as x: how much more likely than by its share a point w is, by e^(u·w); not at all where
    /// null.</param>
    internal Node PosteriorMean(
        Node input, Node signal, Node spread, IReadOnlyList<PointLaw> laws, double variance, Node? tilt = null) =>
        tilt is null ? Append(new PosteriorMean(laws, variance, isTilted: false), input, signal, spread)
            : Append(new PosteriorMean(laws, variance, isTilted: true), input, signal, spread, tilt);

    /// <summary>
    /// The mean of w given x = a·w + s·e, e of standard normals, where some columns of w are jointly normal; 0 in others.
    /// </summary>
    /// <param name="input">x.</param>
    /// <param name="signal">a, one number a row or a level, without a gradient.</param>
    /// <param name="spread">s, likewise, above 0.</param>
    /// <param name="columns">Which columns.</param>
    /// <param name="law">Their law.</param>
    /// <param name="given">w where it is given, 0 elsewhere, and 1 there, else 0; null where nothing can be.</param>
    /// <param name="shares">The share of each normal of a mixture; null for one normal.</param>
    internal Node NormalMean(
        Node input, Node signal, Node spread, IReadOnlyList<int> columns, NormalParameters law,
        (Node Values, Node Mask)? given, Node? shares = null)
    {
        Node[] inputs = [input, signal, spread, .. Both(given)];
        return Append(new NormalMean(columns, law, given is not null), shares is null ? inputs : [.. inputs, shares]);
    }

    /// <summary>
    /// How much likelier x is by each normal of a mixture than by one of the mean that theirs are told from: the logarithm, a
    /// number for each, as <see cref="NormalMean"/> takes them.
    /// </summary>
    internal Node NormalEvidence(
        Node input, Node signal, Node spread, IReadOnlyList<int> columns, NormalParameters law,
        (Node Values, Node Mask)? given) =>
        Append(new NormalEvidence(columns, law, given is not null), [input, signal, spread, .. Both(given)]);

    /// <summary>The component of each row along given directions, Σ_j u_kj·x_j.</summary>
    /// <param name="input">x.</param>
    /// <param name="directions">u, at least one, each of as many numbers as x; they are not learned.</param>
    /// <exception cref="ArgumentException">There is no direction, or one is of another length.</exception>
    public Node Project(Node input, IReadOnlyList<IReadOnlyList<float>> directions)
    {
        ArgumentNullException.ThrowIfNull(directions);
        if (directions.Count == 0)
            throw new ArgumentException("There is no direction; give at least one.", nameof(directions));
        return Append(new Projection(directions), input);
    }

    /// <summary>x·(1 + a) + b, with a and b over levels: what a level says changes how the batch is seen.</summary>
    /// <param name="input">x, over the batch.</param>
    /// <param name="scale">a, over levels and as wide.</param>
    /// <param name="shift">b, over levels and as wide.</param>
    /// <exception cref="ArgumentException">A node is of another domain or width.</exception>
    public Node Modulate(Node input, Node scale, Node shift) => Append(new Modulation(), input, scale, shift);

    /// <summary>eˣ over the row's sum of eˣ.</summary>
    /// <param name="input">x.</param>
    public Node Softmax(Node input) => Append(new Softmax(), input);

    /// <summary>Column <paramref name="index"/> of each row, as a node of width 1.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="index">The column, from 0.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Node Column(Node input, int index) => Append(new Columns(index, 1), input);

    /// <summary>Columns first … first + width - 1 of each row.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="first">The first column, from 0.</param>
    /// <param name="width">How many, at least 1.</param>
    /// <exception cref="ArgumentException">There are no such columns.</exception>
    public Node Columns(Node input, int first, int width) => Append(new Columns(first, width), input);

    /// <summary>factor · x + constant.</summary>
    /// <param name="input">x.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="constant">The constant.</param>
    public Node Affine(Node input, double factor, double constant) => Append(new Affine(factor, constant), input);

    /// <summary>Sum of two nodes; a width of 1 is spread over the other's width.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The widths differ and neither is 1.</exception>
    public Node Add(Node left, Node right) => Append(new Add(), left, right);

    /// <summary>Elementwise product of two nodes; a width of 1 is spread over the other's width.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <exception cref="ArgumentException">The widths differ and neither is 1.</exception>
    public Node Multiply(Node left, Node right) => Append(new Multiply(), left, right);

    /// <summary>Keeps a node under a name, to be read after a forward pass.</summary>
    /// <param name="name">The name.</param>
    /// <param name="node">The node, which is returned.</param>
    public Node Output(string name, Node node) => _outputs[name] = Keep(node);

    internal Node Keep(Node node)
    {
        RequireOpen();
        _kept.Add(node);
        return node;
    }

    /// <summary>Declares numbers that files keep with the parameters, but that are not learned.</summary>
    /// <param name="name">The name that they carry in files.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="values">The numbers; zeros until loaded where null.</param>
    internal Parameter Constant(string name, int[] shape, float[]? values)
    {
        var count = shape.Aggregate(1, (product, dimension) => product * dimension);
        return Declare(
            name, shape, 1, [count], padded: false, transposed: false, Initialization.Given, 1, ParameterGroup.Constant,
            values);
    }

    /// <summary>Makes a node.</summary>
    /// <param name="operation">How it is computed.</param>
    /// <param name="inputs">What it is computed from.</param>
    /// <exception cref="ArgumentException">The inputs do not suit the operation.</exception>
    internal Node Append(Operation operation, params Node[] inputs)
    {
        RequireOpen();
        foreach (var input in inputs)
            ArgumentNullException.ThrowIfNull(input);
        if (!Array.TrueForAll(inputs, input => input.Graph == this))
            throw new ArgumentException("A node is computed from others of its own graph.", nameof(inputs));
        var node = new Node(this, _nodes.Count, operation, inputs);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Whether a node is computed from another by a path that does not lead through a third.</summary>
    internal bool DependsOn(Node node, Node other, Node besides)
    {
        var seen = new HashSet<Node> { node };
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            if (_nodes[i] == other && seen.Contains(other))
                return true;
            if (seen.Contains(_nodes[i]) && _nodes[i] != besides)
                seen.UnionWith(_nodes[i].Inputs);
        }

        return false;
    }

    /// <summary>Ends building: a graph that runs stays as it is.</summary>
    internal void Seal() => _sealed = true;

    internal Parameter Declare(
        string name, int[] shape, int rows, int[] segments, bool padded, bool transposed, Initialization initialization,
        int fanIn, ParameterGroup group = ParameterGroup.Network, float[]? given = null)
    {
        RequireOpen();
        if (_parameters.Any(parameter => parameter.Name == name))
        {
            throw new ArgumentException(
                $"The graph already has a parameter '{name}'; give each layer a name of its own.", nameof(name));
        }

        var offset = _parameters.Count == 0 ? 0 : _parameters[^1].Offset + _parameters[^1].Length;
        offset = (offset + 15) / 16 * 16;
        var parameter = new Parameter(
            name, shape, rows, segments, padded, offset, transposed ? _transposedLength : -1, initialization, fanIn, group)
        {
            Given = given ?? [],
        };
        if (transposed)
            _transposedLength += (long)parameter.PaddedColumns * parameter.TransposedStride;
        _parameters.Add(parameter);
        return parameter;
    }

    private static Node[] Both((Node Values, Node Mask)? given) => given is var (values, mask) ? [values, mask] : [];

    private void RequireOpen()
    {
        if (_sealed)
            throw new InvalidOperationException("The graph is complete; build it whole before running it.");
    }
}
