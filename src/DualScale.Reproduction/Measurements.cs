using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>What the finished jobs measured.</summary>
/// <param name="finished">The jobs, each with its evaluation.</param>
/// <param name="byCalls">The same and, of other numbers of network calls, what there is; none where null.</param>
internal sealed class Measurements(
    IReadOnlyList<(Job Job, EvaluationResult Evaluation)> finished,
    IReadOnlyList<(Job Job, EvaluationResult Evaluation)>? byCalls = null)
{
    /// <summary>Finished jobs.</summary>
    public int Count => finished.Count;

    /// <summary>What is known with so many network calls, each a step.</summary>
    public Measurements WithCalls(int calls) =>
        new([.. (byCalls ?? []).Where(pair => pair.Evaluation.SamplerSteps == calls)]);

    /// <summary>One value a seed, by seed.</summary>
    public SortedDictionary<ulong, double> BySeed(string experiment, string data, Measure measure)
    {
        var values = new SortedDictionary<ulong, double>();
        foreach (var (job, evaluation) in finished)
        {
            if (job.Experiment == experiment && job.DataName == data && measure.Of(evaluation) is var value &&
                double.IsFinite(value))
                values[job.Seed] = value;
        }

        return values;
    }

    public IReadOnlyList<double> Values(string experiment, string data, Measure measure) =>
        [.. BySeed(experiment, data, measure).Values];

    /// <summary>The mean over several point sets, one value for each seed that has them all.</summary>
    public SortedDictionary<ulong, double> MeanBySeed(string experiment, IReadOnlyList<string> data, Measure measure)
    {
        var each = data.Select(name => BySeed(experiment, name, measure)).ToArray();
        var seeds = each.Length == 0 ? [] : each[0].Keys.Where(seed => each.All(values => values.ContainsKey(seed)));
        return new SortedDictionary<ulong, double>(
            seeds.ToDictionary(seed => seed, seed => each.Average(values => values[seed])));
    }
}
