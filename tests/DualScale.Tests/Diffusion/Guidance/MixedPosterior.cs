using DualScale.Numerics.Operations;
using DualScale.Tables;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>
/// The exact x̂₀ of noisy encoded rows of the mixed law given some of their columns, computed in plain code: of x/√(1 + σ²), and
/// clean values where they are given.
/// </summary>
internal sealed class MixedPosterior : Operation
{
    private const int Texts = 4;
    private readonly double[][] _words;
    private readonly double[][] _means;
    private readonly (double X, double Joint, double Y)[] _covariances;

    public MixedPosterior(TableEncoding encoding)
    {
        // Where words, zeros and ones are in the encoding.
        var schema = encoding.Schema.Columns;
        var encoded = encoding.Encode(new Table(
        [
            new CodeColumn(schema[0], [0, 1, 2, CodeColumn.BlankCode]),
            new NumberColumn(schema[1], [0, 1, 0, 0]), new NumberColumn(schema[2], [0, 1, 0, 0]),
        ]));
        _words = [.. Enumerable.Range(0, Texts).Select(row => Array.ConvertAll(encoded[row][..Texts].ToArray(), x => (double)x))];
        double[] origin = [encoded[0][Texts], encoded[0][Texts + 1]];
        double[] unit = [encoded[1][Texts] - origin[0], encoded[1][Texts + 1] - origin[1]];
        _means = [.. MixedLaw.Means.Select(mean => new[] { origin[0] + unit[0] * mean[0], origin[1] + unit[1] * mean[1] })];
        _covariances = [.. Enumerable.Range(0, Texts).Select(MixedLaw.Covariance).Select(own =>
            (own[0, 0] * unit[0] * unit[0], own[0, 1] * unit[0] * unit[1], own[1, 1] * unit[1] * unit[1]))];
    }

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward<T>(Frame<T> frame)
    {
        var (points, masks, levels, y) = (frame.Input(0), frame.Input(1), frame.Input(2), frame.Result);
        Span<double> point = stackalloc double[Texts + 2], clean = stackalloc double[Texts + 2];
        for (var row = 0; row < y.Count; row++)
        {
            var sigma = NormalDenoiser.Least * Math.Pow(
                NormalDenoiser.Most / NormalDenoiser.Least, double.CreateTruncating(levels[row][0]) / 99);
            var (text, first, second) = (Noise(masks[row][0]), Noise(masks[row][Texts]), Noise(masks[row][Texts + 1]));
            for (var i = 0; i < point.Length; i++)
            {
                point[i] = double.CreateTruncating(points[row][i]) *
                    (masks[row][i] != T.Zero ? 1 : Math.Sqrt(1 + sigma * sigma));
            }

            Clean(point, (text, first, second), clean);
            for (var i = 0; i < point.Length; i++)
                y[row][i] = masks[row][i] != T.Zero ? T.Zero : T.CreateTruncating(clean[i]);

            // What is given has next to none.
            double Noise(T given) => given != T.Zero ? 1e-10 : sigma * sigma;
        }
    }

    private void Clean(ReadOnlySpan<double> point, (double Text, double First, double Second) noise, Span<double> clean)
    {
        Span<double> logs = stackalloc double[Texts], numbers = stackalloc double[2 * Texts];
        var most = double.NegativeInfinity;
        for (var kind = 0; kind < Texts; kind++)
        {
            var off = 0.0;
            for (var i = 0; i < Texts; i++)
                off += MixedLaw.Square(point[i] - _words[kind][i]);
            (numbers[2 * kind], numbers[2 * kind + 1], var log) = Numbers(kind, point, noise.First, noise.Second);
            logs[kind] = Math.Log(MixedLaw.Shares[kind]) + log - off / (2 * noise.Text);
            most = Math.Max(most, logs[kind]);
        }

        clean.Clear();
        var sum = 0.0;
        for (var kind = 0; kind < Texts; kind++)
        {
            var share = Math.Exp(logs[kind] - most);
            sum += share;
            for (var i = 0; i < Texts; i++)
                clean[i] += share * _words[kind][i];
            clean[Texts] += share * numbers[2 * kind];
            clean[Texts + 1] += share * numbers[2 * kind + 1];
        }

        foreach (ref var value in clean)
            value /= sum;
    }

    // The clean numbers of a text, and the logarithm of the density of what is seen of them.
    private (double X, double Y, double Log) Numbers(int kind, ReadOnlySpan<double> point, double first, double second)
    {
        var (a, b, c) = _covariances[kind];
        var determinant = (a + first) * (c + second) - b * b;
        var (u, v) = (point[Texts] - _means[kind][0], point[Texts + 1] - _means[kind][1]);
        var (su, sv) = (((c + second) * u - b * v) / determinant, ((a + first) * v - b * u) / determinant);
        return (_means[kind][0] + a * su + b * sv, _means[kind][1] + b * su + c * sv,
            -(u * su + v * sv + Math.Log(determinant)) / 2);
    }
}
