namespace DualScale.Cli.Terminal;

/// <summary>Work that knows no cancellation, such as reading from a pipe: it is left behind when it is cancelled.</summary>
internal static class Interruptible
{
    /// <summary>Does the work and waits for it as long as nothing interrupts.</summary>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static T Run<T>(Func<T> work, CancellationToken cancellation)
    {
        var task = Task.Run(work, CancellationToken.None);
        Task.WaitAny([task], cancellation);
        return task.GetAwaiter().GetResult();
    }
}
