using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Benchmarks.Untuned;

/// <summary>A law whose density is known in closed form and on which nothing of the model was chosen.</summary>
internal abstract class KnownLaw
{
    /// <summary>What it is called.</summary>
    public abstract string Name { get; }

    /// <summary>The columns' names.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>Random numbers of a point, a multiple of four.</summary>
    protected abstract int Draws { get; }

    /// <summary>The logarithm of the density at a point, in nats.</summary>
    public abstract double LogDensity(ReadOnlySpan<float> point);

    /// <summary>Independent points; others for another stream.</summary>
    public PointSet Draw(int count, RandomStream stream)
    {
        var values = new float[count * Columns.Count];
        for (var i = 0; i < count; i++)
            Draw(stream, (ulong)(i * Draws), values.AsSpan(i * Columns.Count, Columns.Count));
        return new PointSet(values, Columns);
    }

    /// <summary>The log-densities of points.</summary>
    public double[] LogDensities(PointSet points) =>
        [.. Enumerable.Range(0, points.Count).Select(row => LogDensity(points[row]))];

    /// <summary>Draws one point from the numbers of a stream from a place on.</summary>
    protected abstract void Draw(RandomStream stream, ulong at, Span<float> point);

    /// <summary>Which of several parts a number from 0 to 1 falls to, by their weights.</summary>
    protected static int Part(double share, ReadOnlySpan<double> weights)
    {
        var part = 0;
        while (part < weights.Length - 1 && share >= weights[part])
            share -= weights[part++];
        return part;
    }

    /// <summary>ln Σ exp of the parts.</summary>
    protected static double LogSum(ReadOnlySpan<double> parts)
    {
        var most = double.NegativeInfinity;
        foreach (var part in parts)
            most = Math.Max(most, part);
        var sum = 0.0;
        foreach (var part in parts)
            sum += Math.Exp(part - most);
        return most + Math.Log(sum);
    }
}
