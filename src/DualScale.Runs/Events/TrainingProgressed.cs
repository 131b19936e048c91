using System.Globalization;

namespace DualScale.Runs;

/// <summary>How far a training is; reported every ten steps and at its end.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The loss of the last step; NaN where none was left to do.</param>
/// <param name="StepsPerSecond">The pace since training began or was resumed.</param>
/// <param name="Left">How long it will still take at that pace.</param>
public sealed record TrainingProgressed(
    int Step, int Steps, double Loss, double StepsPerSecond, TimeSpan Left) : ActivityProgressed
{
    /// <inheritdoc/>
    public override RunActivity Activity => RunActivity.Training;

    /// <inheritdoc/>
    public override double Share => (double)Step / Steps;

    /// <inheritdoc/>
    public override string Detail => string.Create(
        CultureInfo.InvariantCulture,
        $"step {Step}/{Steps}  loss {Loss:F4}  {StepsPerSecond:F0} steps/s  {Duration.Text(Left)} left");
}
