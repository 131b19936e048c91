namespace DualScale.Cli.Terminal;

/// <summary>A line for each tenth of the way.</summary>
internal sealed class ProgressInTenths(string title) : IProgressLine
{
    private readonly Lock _gate = new();
    private int _tenth;

    public void Show(double share, string detail)
    {
        lock (_gate)
        {
            if ((int)(share * 10) <= _tenth)
                return;
            _tenth = (int)(share * 10);
            Console.Error.WriteLine($"{title} {10 * _tenth}%{(detail.Length == 0 ? "" : $"  {detail}")}");
        }
    }

    public void Dispose()
    {
    }
}
