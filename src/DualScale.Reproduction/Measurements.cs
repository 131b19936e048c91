using DualScale.Runs;

namespace DualScale.Reproduction;

/// <summary>What the finished jobs measured.</summary>
internal sealed class Measurements(IReadOnlyList<(Job Job, EvaluationResult Evaluation)> finished)
{
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
