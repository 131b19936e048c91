namespace DualScale.Training;

/// <summary>
/// What a training step draws, given: clean scaled points and noise, [rows, columns], and the level of each row.
/// </summary>
internal sealed record TrainingDraws(float[] Clean, float[] Noise, double[] Levels);
