using System.Globalization;
using DualScale.Evaluation;

namespace DualScale.Runs;

/// <summary>What is said of a divergence between tables of which many rows are the same.</summary>
internal static class Repetition
{
    private const double Bearable = 0.02;

    /// <summary>The warning, one line; null where few rows repeat.</summary>
    public static string? Warning(Divergence divergence)
    {
        var across = divergence.RepeatedAcross <= Bearable ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{divergence.RepeatedAcross:P0} of the rows of a table stand in the other one too, as copies or categories do; they make tables look closer than fresh rows would.");
        var within = divergence.RepeatedWithin <= Bearable ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{divergence.RepeatedWithin:P0} of the rows of a table have equal ones in it, as whole numbers or categories do; the estimate is meant for continuous columns and means little here.");
        return across is null ? within : within is null ? across : $"{across} {within}";
    }
}
