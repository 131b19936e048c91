using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Rows of a table that keep conditions.</summary>
/// <param name="Table">The rows.</param>
/// <param name="Drawn">Rows that were drawn for them, those that were turned down among them.</param>
public sealed record AcceptedRows(Table Table, long Drawn)
{
    /// <summary>The share of the rows drawn that kept the conditions, above 0 and up to 1.</summary>
    public double Rate => (double)Table.Rows / Drawn;
}
