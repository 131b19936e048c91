namespace DualScale.Numerics;

/// <summary>
/// A fixed team of threads that do one piece of work at a time together. Between pieces they spin briefly and then sleep, so
/// that short phases follow each other without the cost of waking up.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    private const int SpinRounds = 400;
    private const int SpinLength = 10;

    private readonly object _gate = new();
    private readonly Thread[] _workers;
    private Action<int>? _work;
    private Exception? _failure;
    private volatile int _round;
    private volatile int _pending;
    private volatile bool _stopped;

    /// <summary>Starts the team; the calling thread is its first member.</summary>
    /// <param name="size">Threads in all, at least 1.</param>
    public ThreadTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Size = size;
        _workers = new Thread[size - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            var member = i + 1;
            _workers[i] = new Thread(() => Serve(member)) { IsBackground = true, Name = $"DualScale {member}" };
            _workers[i].Start();
        }
    }

    public int Size { get; }

    /// <summary>Calls the work once on each member, with the member's number, and returns when all are done.</summary>
    public void Run(Action<int> work)
    {
        if (Size == 1)
        {
            work(0);
            return;
        }

        lock (_gate)
        {
            _work = work;
            _pending = _workers.Length;
            _round++;
            Monitor.PulseAll(_gate);
        }

        RunGuarded(work, 0);
        for (var spin = 0; spin < SpinRounds && _pending > 0; spin++)
            Thread.SpinWait(SpinLength);
        if (_pending > 0)
        {
            lock (_gate)
            {
                while (_pending > 0)
                    Monitor.Wait(_gate);
            }
        }

        if (_failure is { } failure)
        {
            _failure = null;
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _round++;
            Monitor.PulseAll(_gate);
        }

        foreach (var worker in _workers)
            worker.Join();
    }

    private void Serve(int member)
    {
        var seen = 0;
        while (true)
        {
            for (var spin = 0; spin < SpinRounds && _round == seen; spin++)
                Thread.SpinWait(SpinLength);
            if (_round == seen)
            {
                lock (_gate)
                {
                    while (_round == seen)
                        Monitor.Wait(_gate);
                }
            }

            seen = _round;
            if (_stopped)
                return;
            RunGuarded(_work!, member);
            lock (_gate)
            {
                if (--_pending == 0)
                    Monitor.PulseAll(_gate);
            }
        }
    }

    private void RunGuarded(Action<int> work, int member)
    {
        try
        {
            work(member);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }
}
