using DualScale.Interchange;
using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>
/// The folder of a reproduction. Several processes may work in it: each job has a lock, so it is done once; the files at the top
/// are written under a lock that is held only while one of them is.
/// </summary>
internal sealed class ReproductionFolder(string directory)
{
    private const string CostsLock = ".costs.lock";
    private const string WritingLock = ".writing.lock";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public string Directory => directory;

    public string Plan => Path.Combine(directory, "plan.json");

    public string Results => Path.Combine(directory, "results.csv");

    public string Costs => Path.Combine(directory, "costs.json");

    public string Report => Path.Combine(directory, "report.html");

    public RunFiles FilesOf(PlannedJob job) => new(Path.Combine(directory, "runs", Path.Combine(job.Id.Split('/'))));

    /// <summary>The right to do a job, which is that to its run's folder; null while another process has it.</summary>
    public static FolderLock? TryTake(Job job) => FolderLock.TryTake(job.Files.Directory);

    /// <summary>Waits for the right to write at the top of the folder.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FolderLock WaitToWrite(CancellationToken cancellation) => Wait(WritingLock, cancellation);

    /// <summary>Waits for the right to measure costs, for which a process wants the machine to itself.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FolderLock WaitToMeasure(CancellationToken cancellation) => Wait(CostsLock, cancellation);

    /// <summary>
    /// Writes the plan, and deletes what a killed process left half-written beside it, unless another one is writing there now.
    /// </summary>
    public void Prepare(ReproductionPlan plan, CancellationToken cancellation)
    {
        using var writing = WaitToWrite(cancellation);
        using (var measuring = FolderLock.TryTake(directory, CostsLock))
        {
            if (measuring is not null)
                AtomicFile.DiscardLeftovers(directory);
        }

        plan.Write(Plan);
    }

    private FolderLock Wait(string name, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (FolderLock.TryTake(directory, name) is { } held)
                return held;
            cancellation.WaitHandle.WaitOne(Poll);
        }
    }
}
