using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>A user's own experiments: each against the first.</summary>
internal sealed class OwnStudy(IReadOnlyList<Experiment> experiments) : Study
{
    public const string StudyName = "experiments";

    public override string Name => StudyName;

    public override string Title => "Experiments";

    public override IReadOnlyList<StudyRow> Rows =>
        [.. experiments.Select(experiment => new StudyRow(experiment.Name, experiment.Name, Reading.None))];

    public override IReadOnlyList<Claim> Claims =>
    [
        .. experiments.Skip(1).Select(experiment => new Claim.Improvement(
            $"{experiment.Name} has a lower mean KL than {experiments[0].Name}", Reading.None, Measure.Kl, experiment.Name,
            experiments[0].Name)),
    ];

    public override IReadOnlyList<string> MeanOver(IReadOnlyList<string> data) => data;

    public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        yield return new Block.Table(
            ["Experiment", costs.StepTitle, costs.SamplingTitle],
            [.. experiments.Select(experiment => (string[])
                [
                    experiment.Name,
                    Format.Number(costs.StepMilliseconds(experiment.Name), 2),
                    Format.Number(costs.SamplingSeconds(experiment.Name), 2),
                ])]);
    }

    public override IEnumerable<Block> Figures(StudyFigures figures)
    {
        var names = experiments.Select(experiment => experiment.Name).ToArray();
        return [.. figures.Weights(names), .. figures.Gates(names), .. figures.Grids(names)];
    }

    protected override Experiment LoadExperiment(string name) => experiments.First(experiment => experiment.Name == name);
}
