namespace DualScale.Training;

/// <summary>Where a training stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The loss of the last step.</param>
public readonly record struct TrainingProgress(int Step, int Steps, double Loss);
