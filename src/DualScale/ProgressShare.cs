namespace DualScale;

/// <summary>The progress of a part of some work, told as that of the whole.</summary>
/// <param name="whole">Told how far the whole is.</param>
/// <param name="of">How far the whole is when the part is so far.</param>
internal sealed class ProgressShare(IProgress<double> whole, Func<double, double> of) : IProgress<double>
{
    public void Report(double value) => whole.Report(of(value));
}
