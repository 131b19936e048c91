using System.Globalization;
using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>The program's own model, and what each of its ingredients is worth: it with one left out at a time.</summary>
internal sealed class ScaleSpaceStudy : Study
{
    private const string Whole = "scale-space", Timesteps = "scale-space-timesteps";
    private const int TimestepCalls = 100;

    private static readonly (string Title, string Experiment)[] Table =
    [
        ("whole", Whole),
        ("waves that noise does not silence", "scale-space-constant-waves"),
        ("waves along the two axes alone", "scale-space-two-directions"),
        ("level as an input, blocks not modulated", "scale-space-unmodulated"),
        ("noise predicted, no preconditioning", "scale-space-epsilon"),
        ("100 timesteps, 100 network calls", Timesteps),
        ("targets not averaged over the data", "scale-space-plain-targets"),
        ("noise levels drawn evenly", "scale-space-even-levels"),
        ("full learning rate from the start", "scale-space-without-warm-up"),
    ];

    public override string Name => Whole;

    public override string Title => "Scale-space, one ingredient left out at a time";

    public override IReadOnlyList<StudyRow> Rows =>
        [.. Table.Select(row => new StudyRow(row.Title, row.Experiment, Reading.None))];

    public override IReadOnlyList<Claim> Claims =>
    [
        .. from row in Table.Skip(1)
           from measure in (Measure[])[Measure.Kl, Measure.ReverseKl]
           select new Claim.Improvement(
               $"whole against '{row.Title}': lower mean {measure.Title}", Reading.None, measure, Whole, row.Experiment),
    ];

    public override IReadOnlyList<int> NetworkCalls => [8, 12, 20, 40];

    public override IReadOnlyList<string> MeanOver(IReadOnlyList<string> data) => data;

    public override IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        yield return new Block.Paragraph(
            "KL of data from samples and of samples from data in bits, over the floor that fresh data reach in place of samples, each both ways; "
            + "samples by 20 network calls unless said otherwise.");
        yield return new Block.Table(
            ["Model", .. data.SelectMany(name => (string[])[$"{name}, forward", $"{name}, reverse"]), costs.StepTitle],
            [
                .. Table.Select(row => (string[])
                [
                    row.Title,
                    .. data.SelectMany(name => (string[])
                    [
                        Measured(measurements, row.Experiment, name, Measure.KlOverFloor),
                        Measured(measurements, row.Experiment, name, Measure.ReverseKlOverFloor),
                    ]),
                    Format.Number(costs.StepMilliseconds(row.Experiment), 2),
                ]),
            ],
            1);
        foreach (var block in CallsTables(measurements, data))
            yield return block;
    }

    public override IEnumerable<Block> Figures(StudyFigures figures) => figures.Calls(
        [.. Table.Select(row => row.Experiment).Where(experiment => experiment != Timesteps)], NetworkCalls,
        "The model on timesteps, which takes 100 calls, is left out.");

    private IEnumerable<Block> CallsTables(Measurements measurements, IReadOnlyList<string> data)
    {
        var alone = measurements.Count - measurements.WithCalls(NetworkCalls[0]).Count;
        yield return new Block.Paragraph(
            "Quality against network calls: the same with as many steps of each model's own sampler, the mean over the point sets and each of them. The model on timesteps is drawn by DDPM at so many of its 100, evenly spaced."
            + (alone == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                $" Of {alone} of {measurements.Count} jobs it is not known but with their own number of calls, in whose column alone they count: those that are known from another reproduction have no model here, and others were not measured yet.")));
        int[] calls = [.. NetworkCalls, TimestepCalls];
        (string Title, string[] Sets)[] tables = [.. data.Select(name => (name, (string[])[name]))];
        if (data.Count > 1)
            tables = [("mean over the point sets", [.. data]), .. tables];
        foreach (var (title, sets) in tables)
        {
            yield return new Block.Table(
                [title, .. calls.SelectMany(count => (string[])[$"{count} calls, forward", $"{count} calls, reverse"])],
                [
                    .. Table.Select(row => (string[])
                    [
                        row.Title,
                        .. from count in calls
                           from measure in (Measure[])[Measure.KlOverFloor, Measure.ReverseKlOverFloor]
                           select Format.Mean(
                               [.. measurements.WithCalls(count).MeanBySeed(row.Experiment, sets, measure).Values]),
                    ]),
                ]);
        }
    }
}
