using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Runs.Report;

/// <summary>The shares that a gate gives its experts.</summary>
/// <param name="Experts">K.</param>
/// <param name="OfSamples">Each expert's share at each generated sample, at t = 0.</param>
/// <param name="OverTime">Each expert's mean share over noisy data, for t = 0, 1, ….</param>
internal sealed record GateView(int Experts, IReadOnlyList<float[]> OfSamples, IReadOnlyList<double[]> OverTime)
{
    /// <summary>The most levels that a curve over them has.</summary>
    public const int MostLevels = 1000;

    private const int PointsPerTimestep = 1000;

    /// <summary>Looks at a model; null where it has no gate.</summary>
    public static GateView? Of(DiffusionModel model, PointSet samples, PointSet data)
    {
        if (model.Denoiser is not DualExpertDenoiser { Experts: var experts })
            return null;
        var some = data.Thin(PointsPerTimestep);
        var overTime = model.Levels.Spread(MostLevels)
            .Select((level, i) => Shares(model.Inspect(model.Diffuse(some, level, (ulong)i), level))
                .Select(share => (double)share.Average()).ToArray()).ToArray();
        return new GateView(
            experts, Shares(model.Inspect(samples, model.Levels.Least)),
            [.. Enumerable.Range(0, experts).Select(k => overTime.Select(shares => shares[k]).ToArray())]);

        // Two experts have one gate value, the first one's share.
        float[][] Shares(IReadOnlyDictionary<string, float[]> outputs)
        {
            var gate = outputs[DualExpertDenoiser.GateOutput];
            return experts == 2
                ? [gate, [.. gate.Select(g => 1 - g)]]
                : [.. Enumerable.Range(0, experts).Select(k => gate.Where((_, i) => i % experts == k).ToArray())];
        }
    }
}
