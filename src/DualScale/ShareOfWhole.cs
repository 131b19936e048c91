namespace DualScale;

/// <summary>Tells the progress of a part as that of the whole.</summary>
/// <param name="whole">Told the share of the whole.</param>
/// <param name="before">The share that was done before the part.</param>
/// <param name="part">The share of the part.</param>
internal sealed class ShareOfWhole(IProgress<double> whole, double before, double part) : IProgress<double>
{
    public void Report(double value) => whole.Report(before + value * part);

    /// <summary>The progress of a part of some rows or pieces; null where nobody is told.</summary>
    public static ShareOfWhole? Of(IProgress<double>? whole, long before, long part, long count) =>
        whole is null ? null : new ShareOfWhole(whole, (double)before / count, (double)part / count);
}
