using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>The program's own model, and what each of its ingredients is worth: it with one left out at a time.</summary>
internal sealed class ScaleSpaceStudy : Study
{
    private const string Whole = "scale-space";

    private static readonly (string Title, string Experiment)[] Table =
    [
        ("whole", Whole),
        ("waves that noise does not silence", "scale-space-constant-waves"),
        ("waves along the two axes alone", "scale-space-two-directions"),
        ("level as an input, blocks not modulated", "scale-space-unmodulated"),
        ("noise predicted, no preconditioning", "scale-space-epsilon"),
        ("100 timesteps, 100 network calls", "scale-space-timesteps"),
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
            ["Model", .. data.SelectMany(name => (string[])[$"{name}, forward", $"{name}, reverse"]), costs.TrainingTitle],
            [
                .. Table.Select(row => (string[])
                [
                    row.Title,
                    .. data.SelectMany(name => (string[])
                    [
                        Measured(measurements, row.Experiment, name, Measure.KlOverFloor),
                        Measured(measurements, row.Experiment, name, Measure.ReverseKlOverFloor),
                    ]),
                    Format.Number(costs.TrainingSeconds(row.Experiment), 1),
                ]),
            ],
            1);
    }

    public override IEnumerable<Block> Figures(StudyFigures figures) => [];
}
