namespace DualScale.Training;

/// <summary>
/// What a training step draws, given: clean scaled points and noise, [rows, columns], the level of each row, and with conditions
/// 1 in each column that is given, else 0, [rows, columns].
/// </summary>
internal sealed record TrainingDraws(float[] Clean, float[] Noise, double[] Levels, float[]? Given = null);
