using System.Collections.Concurrent;

namespace DualScale.Reproduction;

/// <summary>
/// Runs jobs side by side, none that another process is at; for those it waits, and does what such a process leaves undone. A job
/// that fails is noted and the others go on; an interruption stops them all at a checkpoint.
/// </summary>
internal static class JobPool
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <param name="jobs">The jobs, in the order in which they are taken up.</param>
    /// <param name="runner">Runs one.</param>
    /// <param name="workers">How many at a time.</param>
    /// <param name="changed">Called, on any thread, when a job has finished or failed, or another process is found at it.</param>
    /// <param name="cancellation">Interrupts them.</param>
    /// <exception cref="OperationCanceledException">They were interrupted.</exception>
    /// <exception cref="Exception">What <paramref name="changed"/> threw; jobs in flight are brought to their end, no others are
    /// taken up.</exception>
    public static void Run(IReadOnlyList<JobProgress> jobs, JobRunner runner, int workers, Action<JobProgress> changed,
        CancellationToken cancellation)
    {
        var queue = new ConcurrentQueue<JobProgress>(jobs);
        Exception? broken = null;
        var threads = Enumerable.Range(0, Math.Min(workers, jobs.Count)).Select(_ => new Thread(Work)).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (broken is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(broken);
        cancellation.ThrowIfCancellationRequested();

        void Work()
        {
            while (broken is null && !cancellation.IsCancellationRequested && queue.TryDequeue(out var job))
            {
                var seenElsewhere = job.State == JobState.Elsewhere;
                if (!TryRun(job))
                    return;
                if (job.State == JobState.Elsewhere)
                    queue.Enqueue(job);
                if (job.State == JobState.Elsewhere && seenElsewhere)
                {
                    // Another round of the queue follows; where only such jobs are left, they take their time.
                    if (queue.All(other => other.State == JobState.Elsewhere))
                        cancellation.WaitHandle.WaitOne(Poll);
                    continue;
                }

                try
                {
                    changed(job);
                }
                catch (Exception exception)
                {
                    broken = exception;
                }
            }
        }

        // False where it was interrupted.
        bool TryRun(JobProgress job)
        {
            try
            {
                using var held = ReproductionFolder.TryTake(job.Job);
                if (held is null)
                {
                    job.LeaveElsewhere();
                    return true;
                }

                job.Run();
                job.Finish(runner.Run(job.Job, job, cancellation));
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception exception)
            {
                job.Fail(exception.Message.ReplaceLineEndings(" "));
            }

            return true;
        }
    }
}
