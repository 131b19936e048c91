using DualScale.Tables;
using DualScale.Tests.Diffusion.Guidance;

namespace DualScale.Tests.Diffusion;

/// <summary>
/// Rows of a mixture of normals that differ in their means: a number, a text of three words that says which it is, two numbers,
/// and a flag that says nothing.
/// </summary>
internal static class MixtureRows
{
    public const int Numbers = 3;
    public const int Width = 7;

    public static readonly int[] Places = [0, 4, 5];
    public static readonly float[][] Words = [[1.1f, -0.5f, -0.3f], [-0.7f, 1.2f, -0.4f], [-0.6f, -0.5f, 1.3f]];
    public static readonly double[] Shares = [0.5, 0.3, 0.2];
    public static readonly double[][] Means = [[-1, 0.5, 0.2], [0.6, 0.3, -0.9], [1.6, -1.7, 0.85]];
    public static readonly double[,] Within = Half(NormalLaw.Correlated(Numbers).Covariance);

    public static DiscreteColumns OfWords { get; } = new(1, Words, Shares);

    public static DiscreteColumns OfFlag { get; } = new(6, [[-0.5f], [2f]], [0.8, 0.2]);

    public static PointSet Draw(int count)
    {
        var numbers = new NormalLaw(Within).Draw(count, seed: 9);
        var chance = new Random(3);
        var values = new float[count * Width];
        for (var row = 0; row < count; row++)
        {
            var point = values.AsSpan(row * Width, Width);
            var word = chance.NextDouble() switch { < 0.5 => 0, < 0.8 => 1, _ => 2 };
            Words[word].CopyTo(point[1..]);
            for (var i = 0; i < Numbers; i++)
                point[Places[i]] = (float)(Means[word][i] + numbers[row * Numbers + i]);
            point[6] = chance.NextDouble() < 0.8 ? -0.5f : 2;
        }

        return new PointSet(values, PointSet.DefaultNames(Width));
    }

    private static double[,] Half(double[,] covariance)
    {
        var half = (double[,])covariance.Clone();
        for (var i = 0; i < half.GetLength(0); i++)
        {
            for (var j = 0; j < half.GetLength(1); j++)
                half[i, j] /= 2;
        }

        return half;
    }
}
