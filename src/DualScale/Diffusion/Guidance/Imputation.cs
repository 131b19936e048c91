using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>A table whose blanks were drawn, once or several times; what it held is the same in all of them.</summary>
/// <param name="Draws">The filled tables, at least one.</param>
public sealed record Imputation(IReadOnlyList<PointSet> Draws)
{
    /// <summary>The mean of the draws, cell by cell.</summary>
    public PointSet Mean() => Of(values => values.Average());

    /// <summary>
    /// The bounds between which the middle share of the draws lies, cell by cell: quantiles, between two draws in proportion.
    /// </summary>
    /// <param name="share">The share, above 0 and below 1. Default 0.9.</param>
    /// <exception cref="InvalidInputException">It is outside its range.</exception>
    public (PointSet Low, PointSet High) Interval(double share = 0.9)
    {
        if (!(share > 0 && share < 1))
            throw new InvalidInputException(FormattableString.Invariant($"The share is {share}; give a number between 0 and 1."));
        return (Of(values => Quantile(values, (1 - share) / 2)), Of(values => Quantile(values, (1 + share) / 2)));
    }

    private static double Quantile(double[] values, double share)
    {
        Array.Sort(values);
        return Quantiles.Of<double>(values, share);
    }

    private PointSet Of(Func<double[], double> summary)
    {
        var (result, values) = (new float[Draws[0].Values.Length], new double[Draws.Count]);
        for (var cell = 0; cell < result.Length; cell++)
        {
            for (var draw = 0; draw < values.Length; draw++)
                values[draw] = Draws[draw].Values.Span[cell];
            result[cell] = (float)summary(values);
        }

        return new PointSet(result, Draws[0].ColumnNames);
    }
}
