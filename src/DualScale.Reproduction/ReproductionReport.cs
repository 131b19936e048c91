using System.Globalization;
using DualScale.Interchange;
using DualScale.Reproduction.Studies;
using DualScale.Runs.Documents;

namespace DualScale.Reproduction;

/// <summary>What a reproduction found: report.html, report.md and the figures.</summary>
internal static class ReproductionReport
{
    private const string FigureFolder = "figures";

    /// <summary>The claims of a study that its data can decide, tested.</summary>
    public static IReadOnlyList<ClaimTest> Tests(Study study, Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        var meanOver = study.MeanOver(data);
        return
        [
            .. study.Claims.Where(claim => claim is not Claim.Improvement improvement || (improvement.Data is { } one ? data.Contains(one) : meanOver.All(data.Contains)))
                .Select(claim => ClaimTest.Of(claim, measurements, meanOver, costs)),
        ];
    }

    /// <param name="directory">Where to.</param>
    /// <param name="studies">The studies with their tested claims.</param>
    /// <param name="jobs">All jobs.</param>
    /// <param name="measurements">What the finished ones measured.</param>
    /// <param name="data">The point sets by name.</param>
    /// <param name="costs">What the experiments cost.</param>
    /// <param name="settings">A sentence on how it was run.</param>
    public static void Write(
        string directory, IReadOnlyList<(Study Study, IReadOnlyList<ClaimTest> Tests)> studies, IReadOnlyList<JobProgress> jobs, Measurements measurements,
        IReadOnlyList<string> data, CostTable costs, string settings)
    {
        var blocks = new List<Block>
        {
            new Block.Heading(1, "Reproduction"),
            new Block.Paragraph(settings),
            new Block.Paragraph(
                "Each number is the mean over seeds ± the sample standard deviation. Every divergence stands on 5th nearest neighbours with the Chebyshev distance; the floor is the same "
                + "estimate with fresh data in place of samples. Claims of an improvement are tested by paired differences over seeds: a claim holds where the whole 95 % interval of Student's t is "
                + "an improvement, however small, and does not hold where the whole of it is a worsening; whether the size that was printed is in it stands in the last column. "
                + "With so many claims some intervals miss by chance, so the p-value follows once more with Holm's correction for all improvements on this page. A claim of a cost holds where the interval over rounds of timing lies within a fifth of the claimed factor. Times "
                + "are of this machine, each experiment in turn with all cores to itself, for the papers' 10,000 steps and 10,000 samples; the printed ones are of a GPU."),
        };
        var failed = jobs.Where(job => job.State == JobState.Failed).ToArray();
        if (failed.Length > 0)
            blocks.Add(new Block.Table(["failed job", "why"], [.. failed.Select(job => (string[])[job.Job.ToString(), job.Failure!])], 2));
        foreach (var (study, tests) in studies)
            blocks.AddRange(Section(study, tests, measurements, data, costs));

        Directory.CreateDirectory(Path.Combine(directory, FigureFolder));
        foreach (var picture in blocks.OfType<Block.Picture>())
            AtomicFile.WriteText(Path.Combine(directory, FigureFolder, $"{picture.FileName}.svg"), picture.Svg);
        AtomicFile.WriteText(Path.Combine(directory, "report.md"), MarkdownPage.Write(blocks, FigureFolder));
        AtomicFile.WriteText(Path.Combine(directory, "report.html"), HtmlPage.Write("DualScale reproduction", blocks));
    }

    private static IEnumerable<Block> Section(Study study, IReadOnlyList<ClaimTest> tests, Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        yield return new Block.Heading(2, study.Title);
        if (tests.Count > 0)
        {
            yield return new Block.Heading(3, "Claims");
            yield return new Block.Table(
                ["claim", "measured change", "95 % interval", "bootstrap interval", "verdict", "why"],
                [.. tests.Select(test => (string[])[test.Claim.Text, test.Measured, test.Interval, test.ResampledInterval, test.VerdictName, test.Why])], 6);
        }

        yield return new Block.Heading(3, "Tables");
        foreach (var block in study.Tables(measurements, data, costs))
            yield return block;
        yield return new Block.Paragraph("Everything that was measured.");
        Measure[] measures = [Measure.Kl, Measure.ReverseKl, Measure.Floor, Measure.EvaluationLoss];
        yield return new Block.Table(
            ["experiment", "data", .. measures.Select(measure => measure.Title), "seeds"],
            [
                .. from experiment in study.Rows.Select(row => row.Experiment).Distinct()
                   from name in data
                   select (string[])
                   [
                       experiment, name,
                       .. measures.Select(measure => Format.Mean(measurements.Values(experiment, name, measure))),
                       measurements.Values(experiment, name, Measure.Kl).Count.ToString(CultureInfo.InvariantCulture),
                   ],
            ],
            2);
        yield return new Block.Heading(3, "Figures");
        foreach (var block in new StudyFigures(study, measurements, data).All())
            yield return block;
    }
}
