namespace DualScale.Runs;

/// <summary>A point of a run's loss curve.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">The mean loss of the ten steps up to it.</param>
/// <param name="HeldOut">The evaluation loss of the averaged weights on the held-out rows; null where it was not
/// measured.</param>
public readonly record struct LossPoint(int Step, double Loss, double? HeldOut = null);
