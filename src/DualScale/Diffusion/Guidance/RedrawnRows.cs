namespace DualScale.Diffusion;

/// <summary>How many rows were drawn until others kept a rule, and how many did; over all parts of the samples.</summary>
internal sealed class RedrawnRows
{
    private const double LeastRate = 1e-3;

    /// <summary>Rows drawn for one sample, or for all, before it is told that hardly any is kept.</summary>
    public const int Enough = 20_000;

    /// <summary>Rows that were drawn; of one sample none behind the one that was kept.</summary>
    public long Drawn { get; private set; }

    /// <summary>Those that were kept.</summary>
    public long Kept { get; private set; }

    /// <summary>Whether hardly any is kept.</summary>
    public bool IsRare => Drawn >= Enough && Kept < LeastRate * Drawn;

    public void Add(bool isKept)
    {
        Drawn++;
        Kept += isKept ? 1 : 0;
    }
}
