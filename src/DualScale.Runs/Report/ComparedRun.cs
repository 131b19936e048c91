using DualScale.Runs.Configuration;

namespace DualScale.Runs;

/// <summary>A row of a comparison.</summary>
/// <param name="Name">The folder's own name, or with folders before it where several runs share one.</param>
/// <param name="Configuration">What was trained.</param>
/// <param name="Training">The finished training; null where its record is missing.</param>
/// <param name="Evaluation">What was measured.</param>
public sealed record ComparedRun(
    string Name, RunConfiguration Configuration, TrainingResult? Training, EvaluationResult Evaluation);
