using System.Globalization;

namespace DualScale.Reproduction;

/// <summary>A job by name.</summary>
/// <param name="Id">What it is asked for by: experiment, point set and seed.</param>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Data">The shape, or the path of a table.</param>
/// <param name="Seed">The seed of training and sampling.</param>
internal sealed record PlannedJob(string Id, string Experiment, string Data, ulong Seed)
{
    /// <summary>The job of an experiment, its id being the folder that it works in.</summary>
    public static PlannedJob Of(string experiment, string data, ulong seed) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"{FolderName.Require(experiment, experiment)}/{FolderName.Of(data)}/seed-{seed}"), experiment, data, seed);
}
