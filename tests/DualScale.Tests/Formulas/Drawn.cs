using System.Security.Cryptography;
using DualScale.Numerics;

namespace DualScale.Tests.Formulas;

/// <summary>The random numbers of each purpose: stream purpose·2⁵⁶ + index of a seed.</summary>
internal static class Drawn
{
    public static RandomStream Shuffle(ulong seed, int epoch) => Of(seed, 2, epoch);

    public static RandomStream Levels(ulong seed, int step) => Of(seed, 3, step);

    public static RandomStream TrainingNoise(ulong seed, int step) => Of(seed, 4, step);

    public static RandomStream References(ulong seed, int step) => Of(seed, 12, step);

    public static RandomStream Conditions(ulong seed, int step) => Of(seed, 14, step);

    public static RandomStream SampleStart(ulong seed) => Of(seed, 5, 0);

    public static RandomStream SampleNoise(ulong seed, int step) => Of(seed, 6, step);

    public static RandomStream EvaluationLevels(ulong seed) => Of(seed, 7, 0);

    public static RandomStream EvaluationNoise(ulong seed) => Of(seed, 7, 1);

    public static RandomStream DiffusionNoise(ulong seed) => Of(seed, 7, 2);

    /// <summary>Those of a row of which columns are given, NaN where not: the first eight bytes of SHA-256 over a 1 or 0 a column
    /// change the seed.</summary>
    public static RandomStream Beside(RandomStream stream, double[]? given)
    {
        if (given is null || given.All(double.IsNaN))
            return stream;
        byte[] mask = [.. given.SelectMany(value => BitConverter.GetBytes(double.IsNaN(value) ? 0f : 1f))];
        return stream with { Seed = stream.Seed ^ BitConverter.ToUInt64(SHA256.HashData(mask)) };
    }

    /// <summary>The normals of a row, of rows one after the other.</summary>
    public static double[] Row(RandomStream stream, int row, int columns)
    {
        var normals = new float[columns];
        stream.FillNormal((ulong)row * (ulong)columns, normals);
        return [.. normals.Select(value => (double)value)];
    }

    private static RandomStream Of(ulong seed, ulong purpose, int index) => new(seed, (purpose << 56) + (ulong)index);
}
