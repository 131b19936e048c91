using System.Globalization;
using DualScale.Numerics;

namespace DualScale.Denoisers;

/// <summary>
/// All scales at once, weighed by the noise level in closed form (docs/scale-space.md): waves of the posterior of the clean
/// point, which are silent while noise drowns them, then residual blocks that the level modulates.
/// </summary>
public sealed record ScaleSpaceDenoiser : IDenoiser
{
    /// <summary>Width of the hidden layers, 2 to 4096. Default 160.</summary>
    [OptionRange(2, 4096)]
    public int Width { get; init; } = 160;

    /// <summary>Residual blocks, 0 to 64. Default 3.</summary>
    [OptionRange(0, 64)]
    public int Blocks { get; init; } = 3;

    /// <summary>
    /// Frequencies along each direction, up to 1024; 0, the default, takes 128 over the directions, at most 64 and at least 1, so
    /// that many columns cost no more than few.
    /// </summary>
    [OptionRange(0, 1024)]
    public int Frequencies { get; init; }

    /// <summary>The lowest frequency, in radians a standard deviation of the data, 0.001 to 1000. Default 1.</summary>
    [OptionRange(0.001, 1000)]
    public double LowestFrequency { get; init; } = 1;

    /// <summary>The highest frequency, 0.001 to 10,000; few frequencies end lower, an octave apart. Default 200.</summary>
    [OptionRange(0.001, 10_000)]
    public double HighestFrequency { get; init; } = 200;

    /// <summary>Directions of waves around the half circle of two columns, 1 to 64. Default 8.</summary>
    [OptionRange(1, 64)]
    public int Directions { get; init; } = 8;

    /// <summary>Whether noise silences waves that it drowns. Default true; without, waves of the posterior's mean.</summary>
    public bool Fading { get; init; } = true;

    /// <summary>
    /// Whether the level scales and shifts each block. Default true; without, its embedding is one more input of the first layer.
    /// </summary>
    public bool Modulated { get; init; } = true;

    /// <summary>Numbers in the embedding of the level, even, 4 to 4096. Default 64.</summary>
    [OptionRange(4, 4096, Even = true)]
    public int LevelDimension { get; init; } = 64;

    /// <summary>The share of hidden numbers that a training step drops in each block, in [0, 1). Default 0.</summary>
    [OptionRange(0, 1, BelowMost = true)]
    public double Dropout { get; init; }

    /// <inheritdoc/>
    public Node Predict(Graph graph, DenoiserInput input)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(input);
        var level = graph.SinusoidalEmbedding(input.Level, LevelDimension);
        IReadOnlyList<Node> told = Modulated ? input.Extras : [level, .. input.Extras];
        var h = graph.Linear("network.in", Width, [.. Waves(graph, input), input.X, .. told]);
        for (var block = 0; block < Blocks; block++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"network.{block}");
            h += graph.Linear($"{name}.ff", Width, Drop(graph.Silu(Modulated ? Modulate(name, h) : h)));
        }

        return graph.Linear("network.out", input.X.Width, Initialization.Zeros, graph.Silu(h));

        Node Drop(Node h) => Dropout > 0 ? graph.Dropout(h, Dropout) : h;

        Node Modulate(string name, Node h) => graph.Modulate(
            h, graph.Linear($"{name}.scale", Width, Initialization.Zeros, level),
            graph.Linear($"{name}.shift", Width, Initialization.Zeros, level));
    }

    /// <inheritdoc/>
    public void Validate()
    {
        Options.Validate(this, "model");
        if (LowestFrequency >= HighestFrequency)
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"model.lowest-frequency is {LowestFrequency} and highest-frequency {HighestFrequency}; give a lower and a higher one."));
        }
    }

    /// <summary>
    /// The unit vectors along which waves run: around the half circle of two columns, the axes and diagonals of three, so that
    /// detail has no grain; the axes of any other number.
    /// </summary>
    /// <param name="columns">Columns of the data, at least 1.</param>
    public IReadOnlyList<IReadOnlyList<float>> DirectionsOf(int columns)
    {
        if (columns == 2)
            return [.. from k in Enumerable.Range(0, Directions)
                       let angle = k * Math.PI / Directions
                       select (float[])[(float)Math.Cos(angle), (float)Math.Sin(angle)]];
        var axes = Enumerable.Range(0, columns)
            .Select(i => Enumerable.Range(0, columns).Select(j => i == j ? 1f : 0f).ToArray());
        if (columns != 3)
            return [.. axes];
        var diagonals = from pair in ((int, int)[])[(0, 1), (0, 2), (1, 2)]
                        from sign in (float[])[1, -1]
                        select Enumerable.Range(0, 3)
                            .Select(j => MathF.Sqrt(0.5f) * (j == pair.Item1 ? 1 : j == pair.Item2 ? sign : 0)).ToArray();
        return [.. axes, .. diagonals];
    }

    /// <summary>The frequencies along each direction, ascending: a geometric row.</summary>
    /// <param name="columns">Columns of the data, at least 1.</param>
    public IReadOnlyList<float> FrequenciesOf(int columns)
    {
        const int Budget = 128, Most = 64;
        var count = Frequencies > 0 ? Frequencies : Math.Clamp(Budget / DirectionsOf(columns).Count, 1, Most);
        var span = Math.Min(Math.Log2(HighestFrequency / LowestFrequency), count - 1);
        return [.. Enumerable.Range(0, count)
            .Select(i => (float)(LowestFrequency * Math.Pow(2, count == 1 ? 0 : span * i / (count - 1))))];
    }

    private IReadOnlyList<Node> Waves(Graph graph, DenoiserInput input)
    {
        var columns = input.Continuous;
        if (columns.Count == 0)
            return [];
        var (mean, deviation) = input.Posterior;
        IReadOnlyList<float>[] directions = [.. DirectionsOf(columns.Count).Select(direction =>
        {
            var whole = new float[input.X.Width];
            for (var i = 0; i < columns.Count; i++)
                whole[columns[i]] = direction[i];
            return whole;
        })];
        return
        [
            graph.ExpectedSinusoids(
                graph.Project(mean, directions), Fading ? deviation : 0 * deviation, FrequenciesOf(columns.Count)),
        ];
    }
}
