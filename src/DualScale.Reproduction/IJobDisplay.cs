namespace DualScale.Reproduction;

/// <summary>Shows how jobs go.</summary>
internal interface IJobDisplay
{
    /// <summary>Runs work that tells of each job that ends.</summary>
    void Run(IReadOnlyList<JobProgress> jobs, int workers, Action<Action<JobProgress>> work);
}
