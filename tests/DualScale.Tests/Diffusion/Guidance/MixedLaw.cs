using DualScale.Tables;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>
/// Rows of a text, or a blank, and two numbers that are normal given it: means, deviations and a correlation for each text. In
/// plain double precision.
/// </summary>
internal sealed class MixedLaw
{
    /// <summary>The last text is a blank.</summary>
    public static readonly string?[] Kinds = ["ant", "bee", "cat", null];

    public static readonly double[] Shares = [0.3, 0.4, 0.2, 0.1];
    public static readonly double[][] Means = [[2, 1], [4, 5], [7, 3], [4, 2]];
    public static readonly double[][] Deviations = [[0.5, 1], [1, 0.7], [0.8, 0.9], [0.6, 0.6]];
    public static readonly double[] Correlations = [0.7, -0.5, 0.3, 0];

    /// <summary>A table whose encoding has the shares, and numbers of mean and deviation.</summary>
    public static Table Table()
    {
        var standard = new ContinuousKind
        {
            Scale = NumberScale.Standard,
            Format = new NumberFormat { MaxPlaces = 5 },
        };
        int[] codes = [0, 0, 0, 1, 1, 1, 1, 2, 2, CodeColumn.BlankCode];
        return new Table(
        [
            new CodeColumn(new ColumnSchema("kind", new CategoryKind { Levels = ["ant", "bee", "cat"] }), codes),
            new NumberColumn(new ColumnSchema("x", standard), [2, 1, 3, 4, 5, 3, 4, 7, 6.5, 4]),
            new NumberColumn(new ColumnSchema("y", standard), [1, 0, 2, 5, 4, 6, 5.5, 3, 2, 2]),
        ]);
    }

    public static double[,] Covariance(int kind) => new[,]
    {
        { Square(Deviations[kind][0]), Correlations[kind] * Deviations[kind][0] * Deviations[kind][1] },
        { Correlations[kind] * Deviations[kind][0] * Deviations[kind][1], Square(Deviations[kind][1]) },
    };

    /// <summary>Mean and variance of a number given the text and the other number.</summary>
    public static (double Mean, double Variance) Given(int kind, int column, double other)
    {
        var slope = Correlations[kind] * Deviations[kind][column] / Deviations[kind][1 - column];
        return (Means[kind][column] + slope * (other - Means[kind][1 - column]),
            Square(Deviations[kind][column]) * (1 - Square(Correlations[kind])));
    }

    public static double Density(double value, double mean, double variance) =>
        Math.Exp(-Square(value - mean) / (2 * variance)) / Math.Sqrt(2 * Math.PI * variance);

    public static double Square(double value) => value * value;
}
