namespace DualScale.Cli.Terminal;

/// <summary>How far something is, shown until it is disposed of.</summary>
internal interface IProgressLine : IDisposable
{
    void Show(double share, string detail);
}
