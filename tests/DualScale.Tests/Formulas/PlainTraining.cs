namespace DualScale.Tests.Formulas;

/// <summary>
/// Training of docs/models.md, section 3, of weights given by name: AdamW on gradients of clipped norm, a learning rate that
/// falls along half a cosine, and the moving average of the weights.
/// </summary>
internal sealed class PlainTraining
{
    private readonly Dictionary<string, double[]> _weights;
    private readonly Dictionary<string, double[]> _first;
    private readonly Dictionary<string, double[]> _second;
    private bool _averages;

    public PlainTraining(PlainWeights start)
    {
        _weights = start.Arrays.ToDictionary(array => array.Key, array => Traced.Values(array.Value));
        _first = _weights.ToDictionary(array => array.Key, array => new double[array.Value.Length]);
        _second = _weights.ToDictionary(array => array.Key, array => new double[array.Value.Length]);
        Average = _weights.ToDictionary(array => array.Key, array => (double[])array.Value.Clone());
    }

    public required int Steps { get; init; }

    public double LearningRate { get; init; } = 3e-4;

    public int WarmUpSteps { get; init; }

    public double Beta1 { get; init; } = 0.9;

    public double Beta2 { get; init; } = 0.999;

    public double Epsilon { get; init; } = 1e-8;

    public double WeightDecay { get; init; } = 0.01;

    public double ClipNorm { get; init; } = 0.5;

    public double EmaDecay { get; init; } = 0.995;

    public int UpdateEvery { get; init; } = 10;

    public int UpdateAfterStep { get; init; } = 100;

    /// <summary>Steps done.</summary>
    public int Step { get; private set; }

    public IReadOnlyDictionary<string, double[]> Weights => _weights;

    public Dictionary<string, double[]> Average { get; }

    /// <summary>Norms of the network's and the grids' gradients in the last step, before they are clipped.</summary>
    public (double Network, double Grid) Norms { get; private set; }

    /// <summary>Gradients of the last step, before they are clipped.</summary>
    public IReadOnlyDictionary<string, double[]> Gradients { get; private set; } = new Dictionary<string, double[]>();

    /// <summary>η·(1 + cos(π·step/steps))/2, and in the first w steps (step + 1)/w of it.</summary>
    public double RateOf(int step) =>
        LearningRate * (1 + Math.Cos(Math.PI * step / Steps)) / 2 *
            (WarmUpSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / WarmUpSteps));

    /// <summary>One step down a loss of the weights; returns the loss.</summary>
    public double Advance(Func<PlainWeights, Traced> loss)
    {
        var weights = new PlainWeights(_weights.ToDictionary(array => array.Key, array => Traced.Variables(array.Value)));
        var value = loss(weights);
        value.Differentiate();
        Gradients = weights.Arrays.ToDictionary(array => array.Key, array => Traced.Slopes(array.Value));
        Norms = (Norm(grids: false), Norm(grids: true));
        foreach (var (name, gradient) in Gradients)
            Descend(name, gradient, Math.Min(1, ClipNorm / ((IsGrid(name) ? Norms.Grid : Norms.Network) + 1e-6)));
        Follow();
        Step++;
        return value.Value;
    }

    private void Descend(string name, double[] gradient, double clip)
    {
        var (w, m, v) = (_weights[name], _first[name], _second[name]);
        var (rate, k) = (RateOf(Step), Step + 1);
        for (var i = 0; i < w.Length; i++)
        {
            var g = clip * gradient[i];
            m[i] = Beta1 * m[i] + (1 - Beta1) * g;
            v[i] = Beta2 * v[i] + (1 - Beta2) * g * g;
            var (mean, square) = (m[i] / (1 - Math.Pow(Beta1, k)), v[i] / (1 - Math.Pow(Beta2, k)));
            w[i] -= rate * (mean / (Math.Sqrt(square) + Epsilon) + WeightDecay * w[i]);
        }
    }

    // Every so many steps: a copy during the first ones and at the first update after, then a share of the way.
    private void Follow()
    {
        if (Step % UpdateEvery != 0)
            return;
        var n = Step - UpdateAfterStep;
        var share = n <= 0 || !_averages ? 1 : 1 - Math.Min(EmaDecay, 1 - Math.Pow(1 + n, -2.0 / 3));
        _averages |= n > 0;
        foreach (var (name, average) in Average)
        {
            for (var i = 0; i < average.Length; i++)
                average[i] += share * (_weights[name][i] - average[i]);
        }
    }

    private double Norm(bool grids) =>
        Math.Sqrt(Gradients.Where(array => IsGrid(array.Key) == grids).Sum(array => array.Value.Sum(slope => slope * slope)));

    private static bool IsGrid(string name) => name.Contains("noise_grid", StringComparison.Ordinal);
}
