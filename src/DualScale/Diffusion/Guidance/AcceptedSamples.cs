using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Samples that keep a rule.</summary>
/// <param name="Points">The samples, [count, columns].</param>
/// <param name="Drawn">Rows that were drawn for them, those that were turned down among them.</param>
public sealed record AcceptedSamples(PointSet Points, long Drawn)
{
    /// <summary>The share of the rows drawn that kept the rule, above 0 and up to 1.</summary>
    public double Rate => (double)Points.Count / Drawn;
}
