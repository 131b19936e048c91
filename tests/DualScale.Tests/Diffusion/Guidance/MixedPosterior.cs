using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>The exact x̂₀ of noisy encoded rows of the mixed law given some of their columns, computed in plain code: x/√(1 + σ²), and what is given clean.</summary>
internal sealed class MixedPosterior : Node
{
    private const int Texts = 4;
    private readonly double[][] _words;
    private readonly double[] _origin;
    private readonly double[] _unit;

    public MixedPosterior(Graph graph, Node x, Node mask, Node level, TableEncoding encoding)
        : base(graph, Domain.Batch, x.Width, x, mask, level)
    {
        // Where words, zeros and ones are in the encoding.
        var schema = encoding.Schema.Columns;
        var encoded = encoding.Encode(new Table(
        [
            new CodeColumn(schema[0], [0, 1, 2, CodeColumn.BlankCode]),
            new NumberColumn(schema[1], [0, 1, 0, 0]), new NumberColumn(schema[2], [0, 1, 0, 0]),
        ]));
        _words = [.. Enumerable.Range(0, Texts).Select(row => encoded[row][..Texts].ToArray().Select(value => (double)value).ToArray())];
        _origin = [encoded[0][Texts], encoded[0][Texts + 1]];
        _unit = [encoded[1][Texts] - _origin[0], encoded[1][Texts + 1] - _origin[1]];
    }

    internal override void Forward<T>(Frame<T> frame)
    {
        var (points, masks, levels, y) =
            (frame.Value(Inputs[0]), frame.Value(Inputs[1]), frame.Value(Inputs[2]), frame.Value(this));
        for (var row = 0; row < y.Count; row++)
        {
            var sigma = NormalDenoiser.Least * Math.Pow(
                NormalDenoiser.Most / NormalDenoiser.Least, double.CreateTruncating(levels[row][0]) / 99);
            var (point, given) = (new double[Texts + 2], new bool[Texts + 2]);
            for (var i = 0; i < point.Length; i++)
            {
                given[i] = masks[row][i] != T.Zero;
                point[i] = double.CreateTruncating(points[row][i]) * (given[i] ? 1 : Math.Sqrt(1 + sigma * sigma));
            }

            var clean = Clean(point, given, sigma * sigma);
            for (var i = 0; i < point.Length; i++)
                y[row][i] = T.CreateTruncating(given[i] ? 0 : clean[i]);
        }
    }

    private double[] Clean(double[] point, bool[] given, double noise)
    {
        var (weights, cleans) = (new double[Texts], new double[Texts][]);
        for (var kind = 0; kind < Texts; kind++)
        {
            var off = Enumerable.Range(0, Texts).Sum(i => MixedLaw.Square(point[i] - _words[kind][i]));
            var (numbers, log) = Numbers(kind, point, given, noise);
            weights[kind] = Math.Log(MixedLaw.Shares[kind]) + log - off / (2 * (given[0] ? 1e-6 : noise));
            cleans[kind] = [.. _words[kind], .. numbers];
        }

        var most = weights.Max();
        double[] shares = [.. weights.Select(weight => Math.Exp(weight - most))];
        return [.. Enumerable.Range(0, point.Length)
            .Select(i => shares.Zip(cleans, (share, clean) => share * clean[i]).Sum() / shares.Sum())];
    }

    // The clean numbers of a text, and the logarithm of the density of what is seen of them.
    private (double[] Clean, double Log) Numbers(int kind, double[] point, bool[] given, double noise)
    {
        double[] mean = [.. Enumerable.Range(0, 2).Select(i => _origin[i] + _unit[i] * MixedLaw.Means[kind][i])];
        var own = MixedLaw.Covariance(kind);
        var (a, b, c) = (own[0, 0] * _unit[0] * _unit[0], own[0, 1] * _unit[0] * _unit[1], own[1, 1] * _unit[1] * _unit[1]);
        var (first, second) = (given[Texts] ? 1e-12 : noise, given[Texts + 1] ? 1e-12 : noise);
        var determinant = (a + first) * (c + second) - b * b;
        var (u, v) = (point[Texts] - mean[0], point[Texts + 1] - mean[1]);
        var (su, sv) = (((c + second) * u - b * v) / determinant, ((a + first) * v - b * u) / determinant);
        return ([mean[0] + a * su + b * sv, mean[1] + b * su + c * sv], -(u * su + v * sv + Math.Log(determinant)) / 2);
    }
}
