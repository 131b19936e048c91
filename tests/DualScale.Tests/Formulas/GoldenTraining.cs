using System.Globalization;

namespace DualScale.Tests.Formulas;

/// <summary>Three training steps of the papers' own code: start weights, drawn numbers and results.</summary>
internal sealed class GoldenTraining(string name)
{
    public const int Columns = 2;

    public static TheoryData<string> Cases =>
    [
        "baseline", "dual-scale-fixed", "dual-scale-adaptive", "dual-scale-improved",
        "dual-expert", "dual-expert-enhanced-gate", "dual-expert-capacity", "dual-expert-diversity",
        "grid-single-nearest", "grid-multi-nearest", "grid-multi-nearest-l1",
    ];

    public GoldenCase Vectors { get; } = new(name);

    public int Batch => Number("batch");

    /// <summary>Steps that were recorded.</summary>
    public int Steps => Number("steps");

    /// <summary>Steps over which the learning rate falls.</summary>
    public int PlannedSteps => Number("cosine_T_max");

    public double DiversityWeight => name == "dual-expert-diversity" ? 0.05 : 0;

    /// <summary>Points along the grids, coarse to fine; none without.</summary>
    public int[] GridSizes => name switch
    {
        "grid-single-nearest" => [10],
        "grid-multi-nearest" or "grid-multi-nearest-l1" => [5, 20],
        _ => [],
    };

    public double L1Weight => name.EndsWith("-l1", StringComparison.Ordinal) ? 0.001 : 0;

    public float[] Clean(int step) => Of("x0", step);

    public float[] Noise(int step) => Of("noise", step);

    public int[] Timesteps(int step) => [.. Vectors.Values<long>("t").Skip(step * Batch).Take(Batch).Select(t => (int)t)];

    public float[] Values(int step, string what) => Vectors.Values<float>($"step{step}/{what}");

    private float[] Of(string what, int step) =>
        Vectors.Values<float>(what)[(step * Batch * Columns)..((step + 1) * Batch * Columns)];

    private int Number(string key) => int.Parse(Vectors.Metadata(key), CultureInfo.InvariantCulture);
}
