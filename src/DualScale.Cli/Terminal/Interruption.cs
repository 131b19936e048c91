using System.Runtime.InteropServices;

namespace DualScale.Cli.Terminal;

/// <summary>
/// Turns Ctrl-C, a polite kill and a closed terminal into a cancellation; a second one ends the program at once. Work that does
/// not watch the token is left after a moment, unless it has something to save.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _source = new();
    private readonly Action _leave;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private bool _over;

    /// <param name="leave">Ends the program.</param>
    public Interruption(Action leave)
    {
        _leave = leave;
        _registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
            .Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the work at hand saves something when it is cancelled, and is waited for.</summary>
    public bool Saving { get; set; }

    public void Dispose()
    {
        lock (_gate)
            _over = true;
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        lock (_gate)
        {
            if (_over)
                return;
            context.Cancel = !_source.IsCancellationRequested;
        }

        if (!context.Cancel)
            return;

        // A thread of its own: work that keeps every thread of the pool busy is just what it is for.
        new Thread(LeaveAfterGrace) { IsBackground = true }.Start();
        _source.Cancel();
    }

    private void LeaveAfterGrace()
    {
        Thread.Sleep(Grace);
        lock (_gate)
        {
            if (!_over && !Saving)
                _leave();
        }
    }
}
