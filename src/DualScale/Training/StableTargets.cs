using System.Buffers;
using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;
using DualScale.Tables;

namespace DualScale.Training;

/// <summary>
/// Targets with less chance in them (Xu, Tong and Jaakkola 2023, equation 9): in place of x₀ the mean of rows y of the data, each
/// weighed by how likely it made the noisy point, Σ softmax(-‖x/a - y‖²/2σ²)·y. The rows are drawn for each step, and the point's
/// own x₀ is added to them; where they are all rows that there are it is one of them.
/// </summary>
internal sealed unsafe class StableTargets : IDisposable
{
    // So far away that its weight is 0, and near enough that the square of the distance is a number.
    private const float Nowhere = 1e18f;

    // A standard deviation of noise from which on all rows weigh the same, and whose square is a number.
    private const double Drowned = 1e12;

    // So many times as far that any difference is too far.
    private const float Apart = 1e12f;

    private readonly PointSet _points;
    private readonly ulong _seed;
    private readonly int _count;
    private readonly int _stride;
    private readonly AlignedBuffer<float> _rows;
    private bool _complete;

    /// <param name="points">The scaled data.</param>
    /// <param name="rows">Rows of it to average over; all where it has no more.</param>
    /// <param name="seed">The seed of the draws.</param>
    public StableTargets(PointSet points, int rows, ulong seed)
    {
        (_points, _seed, _count) = (points, seed, Math.Min(rows, points.Count));
        _stride = Layout.Stride(_count);
        _rows = new AlignedBuffer<float>((long)_stride * points.Columns);
        _rows.Span.Fill(Nowhere);
    }

    /// <summary>Draws the rows of a step.</summary>
    public void Draw(long step)
    {
        if (_complete)
            return;
        var stream = RandomStreams.References(_seed, step);
        for (var i = 0; i < _count; i++)
        {
            var row = _points[_count == _points.Count ? i : stream.Below((ulong)i, _points.Count)];
            for (var column = 0; column < row.Length; column++)
                _rows.Pointer[(long)column * _stride + i] = row[column];
        }

        _complete = _count == _points.Count;
    }

    /// <summary>Replaces a clean point and its noise by the stable ones of the same noisy point.</summary>
    /// <param name="clean">x₀.</param>
    /// <param name="noise">ε.</param>
    /// <param name="signalScale">a.</param>
    /// <param name="noiseScale">s, above 0.</param>
    /// <param name="given">1 in columns that are given, whose noise is 0; nothing where none is. Rows with other values there
    /// have no weight.</param>
    public void Replace(
        Span<float> clean, Span<float> noise, double signalScale, double noiseScale, ReadOnlySpan<float> given = default)
    {
        var scratch = ArrayPool<float>.Shared.Rent(_stride);
        var sigma = (float)Math.Min(noiseScale / signalScale, Drowned);
        fixed (float* exponents = scratch)
        {
            var own = 0f;
            for (var column = 0; column < clean.Length; column++)
            {
                noise[column] = clean[column] + sigma * noise[column];
                own += (noise[column] - clean[column]) * (noise[column] - clean[column]);
            }

            var least = Distances(noise, exponents, own, given);
            var scale = -1 / (2 * sigma * sigma);
            var total = Weights(exponents, least, scale);
            var weight = _complete ? 0 : MathF.Exp((own - least) * scale);
            for (var column = 0; column < clean.Length; column++)
            {
                var sum = WeightedSum(exponents, _rows.Pointer + (long)column * _stride);
                clean[column] = (sum + weight * clean[column]) / (total + weight);
                noise[column] = (noise[column] - clean[column]) / sigma;
            }
        }

        ArrayPool<float>.Shared.Return(scratch);
    }

    public void Dispose() => _rows.Dispose();

    // Squared distances of all rows to a point, and the least of them and of the own one.
    private float Distances(ReadOnlySpan<float> point, float* distances, float own, ReadOnlySpan<float> given)
    {
        var least = Vector256.Create(own);
        for (var i = 0; i < _count; i += Vector256<float>.Count)
        {
            var sum = Vector256<float>.Zero;
            var rows = _rows.Pointer + i;
            for (var column = 0; column < point.Length; column++, rows += _stride)
            {
                var difference = Vector256.Load(rows) - Vector256.Create(point[column]);
                if (!given.IsEmpty && given[column] != 0)
                    difference *= Apart;
                sum = Lanes.MultiplyAdd(difference, difference, sum);
            }

            sum.Store(distances + i);
            least = Vector256.Min(least, sum);
        }

        var nearest = own;
        for (var lane = 0; lane < Vector256<float>.Count; lane++)
            nearest = Math.Min(nearest, least[lane]);
        return nearest;
    }

    private float Weights(float* distances, float least, float scale)
    {
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < _count; i += Vector256<float>.Count)
        {
            var weight = Vector256.Exp((Vector256.Load(distances + i) - Vector256.Create(least)) * scale);
            weight.Store(distances + i);
            sum += weight;
        }

        return Vector256.Sum(sum);
    }

    private float WeightedSum(float* weights, float* values)
    {
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < _count; i += Vector256<float>.Count)
            sum = Lanes.MultiplyAdd(Vector256.Load(weights + i), Vector256.Load(values + i), sum);
        return Vector256.Sum(sum);
    }
}
