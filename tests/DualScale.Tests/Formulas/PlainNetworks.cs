namespace DualScale.Tests.Formulas;

/// <summary>ε_θ(x, t), with what else the network sees beside point and level; null for nothing.</summary>
internal delegate Traced[] PlainNetwork(PlainWeights weights, Traced[] x, double t, PlainBeside? beside = null);

/// <summary>The sizes of a plain network; hidden widths come from its arrays.</summary>
internal sealed record PlainSize(int Embedding = 16, int Blocks = 3, double Scale = 25);

/// <summary>The networks of docs/models.md, sections 3, 4 and 6, one point at a time.</summary>
internal static class PlainNetworks
{
    public static PlainNetwork Baseline(PlainSize size) => (weights, x, t, beside) =>
        Trunk(weights, "network", size, deep: false, Inputs(size, x, t, beside));

    public static PlainNetwork FixedDualScale(PlainSize size, bool published = false) => (weights, x, t, beside) =>
        DualScale(weights, size, published, [0.5, 0.5], x, t, beside);

    public static PlainNetwork AdaptiveDualScale(PlainSize size, double slope = 0, bool published = false) =>
        (weights, x, t, beside) =>
            DualScale(weights, size, published, AdaptiveWeights(size, slope)(weights, x, t, beside), x, t, beside);

    /// <summary>
    /// docs/scale-space.md: waves of the posterior N(m, s²) of a normal x₀, and blocks h + Linear(SiLU(h·(1 + a) + b)).
    /// </summary>
    /// <param name="frequencies">f.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="level">Numbers in the embedding of the level.</param>
    /// <param name="posterior">m over the network's x, and s, at a level t.</param>
    /// <param name="turns">Directions of two columns.</param>
    /// <param name="fading">Whether noise silences waves.</param>
    /// <param name="modulated">Whether a and b are there; without, the embedding of the level is an input.</param>
    public static PlainNetwork ScaleSpace(
        double[] frequencies, int blocks, int level, Func<double, (double Mean, double Deviation)> posterior, int turns = 8,
        bool fading = true, bool modulated = true) =>
        (weights, x, t, beside) =>
        {
            var (mean, s) = posterior(t);
            var g = frequencies.Select(f => fading ? Math.Exp(-f * f * s * s / 2) : 1).ToArray();
            var told = Embed(new PlainSize(Embedding: level), t);
            Traced[] scaled = [.. x.Select(value => mean * value)];
            var expected = beside?.WithGiven(scaled) ?? scaled;
            Traced[] inputs =
            [
                .. Along(expected, turns).SelectMany(component => (Traced[])
                [
                    .. frequencies.Zip(g, (f, share) => share * Traced.Sin(f * component)),
                    .. frequencies.Zip(g, (f, share) => share * Traced.Cos(f * component)),
                ]),
                .. x,
                .. modulated ? [] : told,
            ];
            var h = weights.Linear("network.in", [.. inputs, .. beside?.Extras ?? []]);
            for (var block = 0; block < blocks; block++)
            {
                var inner = h;
                if (modulated)
                {
                    var (a, b) = (weights.Linear($"network.{block}.scale", told), weights.Linear($"network.{block}.shift", told));
                    inner = [.. h.Select((value, i) => value * (1 + a[i]) + b[i])];
                }

                var change = weights.Linear($"network.{block}.ff", [.. inner.Select(Traced.Silu)]);
                h = [.. h.Zip(change, (old, step) => old + step)];
            }

            return weights.Linear("network.out", [.. h.Select(Traced.Silu)]);
        };

    // Directions of a half circle; axes and diagonals of three columns; axes.
    private static Traced[] Along(Traced[] x, int turns)
    {
        if (x.Length == 2)
        {
            return [.. Enumerable.Range(0, turns)
                .Select(k => Math.Cos(k * Math.PI / turns) * x[0] + Math.Sin(k * Math.PI / turns) * x[1])];
        }

        if (x.Length != 3)
            return x;
        var half = Math.Sqrt(0.5);
        (Traced A, Traced B)[] pairs = [(x[0], x[1]), (x[0], x[2]), (x[1], x[2])];
        return [.. x, .. pairs.SelectMany(pair => (Traced[])[half * (pair.A + pair.B), half * (pair.A - pair.B)])];
    }

    /// <summary>w(t).</summary>
    public static PlainNetwork AdaptiveWeights(PlainSize size, double slope = 0) => (weights, _, t, _) =>
        Softmax(weights.Linear("weight_network.2", LeakyRelu(slope, weights.Linear("weight_network.0", Embed(size, t)))));

    public static PlainNetwork ImprovedDualScale(PlainSize size, bool published = false) => (weights, x, t, beside) =>
        DualScale(weights, size, published, ImprovedWeights(size)(weights, x, t, beside), x, t, beside);

    /// <summary>w(t).</summary>
    public static PlainNetwork ImprovedWeights(PlainSize size) => (weights, _, t, _) =>
    {
        var first = LeakyRelu(0.2, weights.Linear("weight_network.0", Embed(size, t)));
        return Softmax(weights.Linear("weight_network.4", LeakyRelu(0.2, weights.Linear("weight_network.2", first))));
    };

    /// <summary>ε = g·e₁ + (1 - g)·e₂.</summary>
    public static PlainNetwork TwoExperts(PlainSize size, bool enhanced = false, bool capacity = false)
    {
        return (weights, x, t, beside) =>
        {
            var inputs = Inputs(size, x, t, beside);
            var g = SigmoidGate(size, enhanced)(weights, x, t, beside)[0];
            var (e1, e2) = (Trunk(weights, "expert1", size, capacity, inputs), Trunk(weights, "expert2", size, capacity, inputs));
            return [.. x.Select((_, column) => g * e1[column] + (1 - g) * e2[column])];
        };
    }

    /// <summary>g, the first expert's share.</summary>
    public static PlainNetwork SigmoidGate(PlainSize size, bool enhanced = false) => (weights, x, t, beside) =>
        [1 / (1 + Traced.Exp(0 - Gate(weights, enhanced, Inputs(size, x, t, beside))[0]))];

    /// <summary>ε = Σₖ softmax(gate)ₖ·eₖ.</summary>
    public static PlainNetwork Experts(int count, PlainSize size, bool enhanced = false, bool capacity = false)
    {
        return (weights, x, t, beside) =>
        {
            var inputs = Inputs(size, x, t, beside);
            var share = SoftmaxGate(size, enhanced)(weights, x, t, beside);
            var expert = Enumerable.Range(1, count).Select(k => Trunk(weights, $"expert{k}", size, capacity, inputs)).ToArray();
            return [.. x.Select((_, column) => Traced.Sum(share.Zip(expert, (s, e) => s * e[column])))];
        };
    }

    /// <summary>Every expert's share.</summary>
    public static PlainNetwork SoftmaxGate(PlainSize size, bool enhanced = false) => (weights, x, t, beside) =>
        Softmax(Gate(weights, enhanced, Inputs(size, x, t, beside)));

    // ε = w₁·ε_global(x, t) + w₂·ε_local(W·x + b, t), where the published code gives the local branch the first half of W·x + b.
    private static Traced[] DualScale(
        PlainWeights weights, PlainSize size, bool published, Traced[] w, Traced[] x, double t, PlainBeside? beside)
    {
        var upscaled = weights.Linear("upscale", x);
        if (published)
            upscaled = upscaled[..x.Length];
        var global = Trunk(weights, "global_network", size, deep: false, Inputs(size, x, t, beside));
        var local = Trunk(weights, "local_network", size, deep: false, Inputs(size, upscaled, t, beside));
        return [.. x.Select((_, column) => w[0] * global[column] + w[1] * local[column])];
    }

    private static Traced[] Gate(PlainWeights weights, bool enhanced, Traced[] inputs)
    {
        var hidden = Relu(weights.Linear("gating_network.0", inputs));
        return enhanced
            ? weights.Linear("gating_network.4", Relu(weights.Linear("gating_network.2", hidden)))
            : weights.Linear("gating_network.2", hidden);
    }

    // Linear; blocks x + Linear(ReLU(x)); ReLU; with increased capacity Linear, ReLU; Linear. Activations count in the names.
    private static Traced[] Trunk(PlainWeights weights, string name, PlainSize size, bool deep, Traced[] inputs)
    {
        var x = weights.Linear($"{name}.0", inputs);
        for (var block = 1; block <= size.Blocks; block++)
            x = [.. x.Zip(weights.Linear($"{name}.{block}.ff", Relu(x)), (a, b) => a + b)];
        x = weights.Linear($"{name}.{size.Blocks + 2}", Relu(x));
        return deep ? weights.Linear($"{name}.{size.Blocks + 4}", Relu(x)) : x;
    }

    private static Traced[] Inputs(PlainSize size, Traced[] x, double t, PlainBeside? beside)
    {
        Traced[] embedded = [.. x.SelectMany(coordinate => Embed(size, size.Scale * coordinate)), .. Embed(size, t)];
        return [.. embedded, .. beside?.Extras ?? []];
    }

    // sin(v·f_i), then cos(v·f_i), f_i = 10000^(-i/(half - 1)).
    private static Traced[] Embed(PlainSize size, Traced v)
    {
        var half = size.Embedding / 2;
        var f = Enumerable.Range(0, half).Select(i => Math.Pow(10000, -(double)i / (half - 1))).ToArray();
        return [.. f.Select(fi => Traced.Sin(fi * v)), .. f.Select(fi => Traced.Cos(fi * v))];
    }

    private static Traced[] Relu(Traced[] x) => LeakyRelu(0, x);

    private static Traced[] LeakyRelu(double slope, Traced[] x) => [.. x.Select(value => Traced.LeakyRelu(value, slope))];

    private static Traced[] Softmax(Traced[] x)
    {
        var e = x.Select(Traced.Exp).ToArray();
        return [.. e.Select(value => value / Traced.Sum(e))];
    }
}
