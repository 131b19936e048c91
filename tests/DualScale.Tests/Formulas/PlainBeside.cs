namespace DualScale.Tests.Formulas;

/// <summary>What a network sees beside point and level: α of a grid, and of docs/conditions.md the columns given.</summary>
/// <param name="Alpha">α(x, t); null without a grid.</param>
/// <param name="Given">Scaled values, NaN where not given; null where the model takes no conditions.</param>
internal sealed record PlainBeside(Traced? Alpha, double[]? Given = null)
{
    /// <summary>Inputs of the first layers: α; the mask, and waves of the values, of which what is not given has those of
    /// 0.</summary>
    public Traced[] Extras
    {
        get
        {
            Traced[] alpha = Alpha is null ? [] : [Alpha];
            if (Given is null)
                return alpha;
            var octaves = Enumerable.Range(0, Math.Min(5, 64 / Given.Length)).Select(i => Math.Pow(2, i)).ToArray();
            var waves = Given.Select(value => double.IsNaN(value) ? 0 : value).SelectMany(
                value => octaves.Select(f => Math.Sin(f * value)).Concat(octaves.Select(f => Math.Cos(f * value))));
            return [.. alpha, .. Given.Select(value => double.IsNaN(value) ? 0.0 : 1), .. Traced.Of(waves)];
        }
    }

    /// <summary>A point with the given columns in the place of its own.</summary>
    public Traced[] WithGiven(Traced[] x) =>
        Given is null ? x : [.. x.Zip(Given, (own, given) => double.IsNaN(given) ? own : given)];

    /// <summary>An output without the columns that are given.</summary>
    public Traced[] Silenced(Traced[] output) =>
        Given is null ? output : [.. output.Zip(Given, (own, given) => double.IsNaN(given) ? own : 0)];
}
