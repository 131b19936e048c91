using System.Globalization;
using DualScale.Evaluation;

namespace DualScale.Runs;

/// <summary>What is said of a divergence between tables of which many rows are the same.</summary>
internal static class Repetition
{
    private const double Bearable = 0.02;

    public static string? Warning(Divergence divergence) => divergence.RepeatedWithin <= Bearable ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{divergence.RepeatedWithin:P0} of the rows of a table have equal ones around them, as whole numbers or categories do; the estimate is meant for continuous columns and means little here.");
}
