namespace DualScale.Runs;

/// <summary>A point of a run's loss curve.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">The mean loss of the ten steps up to it.</param>
public readonly record struct LossPoint(int Step, double Loss);
