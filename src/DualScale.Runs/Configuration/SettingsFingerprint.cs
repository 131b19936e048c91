using DualScale.Training;

namespace DualScale.Runs.Configuration;

/// <summary>
/// What decides a run's training beside its data, in short, as checkpoints have it. Settings that do nothing in it, such as those
/// of other networks, are not part of it.
/// </summary>
internal static class SettingsFingerprint
{
    public static string Of(RunConfiguration configuration) =>
        TrainingFingerprint.Of(configuration.ToRecipe(), configuration.Training, []);
}
