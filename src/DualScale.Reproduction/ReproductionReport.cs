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
    public static IReadOnlyList<ClaimTest> Tests(
        Study study, Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        var meanOver = study.MeanOver(data);
        return
        [
            .. study.Claims.Where(claim => claim is not Claim.Improvement improvement ||
                (improvement.Data is { } one ? data.Contains(one) : meanOver.All(data.Contains)))
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
        string directory, IReadOnlyList<(Study Study, IReadOnlyList<ClaimTest> Tests)> studies, IReadOnlyList<JobProgress> jobs,
        Measurements measurements,
        IReadOnlyList<string> data, CostTable costs, string settings)
    {
        var papers = studies.Any(pair => pair.Study.FollowsPaper);
        List<Block> blocks =
        [
            new Block.Heading(1, "Reproduction"),
            new Block.Paragraph(settings),
            .. ((string?[])[Provenance.Known(jobs)]).OfType<string>().Select(text => new Block.Paragraph(text)),
            new Block.Paragraph(
                "Each number is the mean over seeds ± the sample standard deviation; the numbers of every job are in the CSV file beside this page. Every divergence stands on 5th nearest neighbours with the Chebyshev distance; the floor is the same "
                + "estimate with fresh data in place of samples."),
            .. papers ? [new Block.Paragraph(
                "Beside a number stands which reading of the paper it follows. The model: as in the paper's text, as in its published code, or both where they agree. The weights: averaged, with which samples are drawn here and in the code (but for the grids of the published code, which are those of the last step), or raw, as the last step "
                + "left them, with which the code takes its evaluation losses and the variance of its grids.")] : Array.Empty<Block>(),
            new Block.Paragraph(
                "Claims of an improvement are tested by paired differences over seeds, with Student's t. With so many claims some seem certain by chance, so a claim holds only where it is an improvement, however small, with p < 0.05 after "
                + "Holm's correction for all improvements on this page, and does not hold only where it is a worsening as certain. Where p < 0.05 without the correction only, which is where the whole 95 % interval has one sign, "
                + "it leans for or against the claim; otherwise it is undecided."
                + (papers ? " Whether the size that was printed is in the interval stands in the last column." : "")),
            .. papers ? [new Block.Paragraph(
                "Claims of times are about a GPU and are not tested here; beside them stands what was measured on a processor. Those times were taken in short turns, each experiment with all cores to itself, and "
                + "multiplied up to the papers' 10,000 steps and 10,000 samples, as the heads of their columns say; the printed ones are of a GPU.")] : Array.Empty<Block>(),
        ];
        var failed = jobs.Where(job => job.State == JobState.Failed).ToArray();
        if (failed.Length > 0)
        {
            blocks.Add(new Block.Table(
                ["failed job", "why"], [.. failed.Select(job => (string[])[job.Job.ToString(), job.Failure!])], 2));
        }

        foreach (var (study, tests) in studies)
            blocks.AddRange(Section(study, tests, jobs, measurements, data, costs));

        Directory.CreateDirectory(Path.Combine(directory, FigureFolder));
        foreach (var picture in blocks.OfType<Block.Picture>())
            AtomicFile.WriteText(Path.Combine(directory, FigureFolder, $"{picture.FileName}.svg"), picture.Svg);
        AtomicFile.WriteText(Path.Combine(directory, "report.md"), MarkdownPage.Write(blocks, FigureFolder));
        AtomicFile.WriteText(Path.Combine(directory, "report.html"), HtmlPage.Write("DualScale reproduction", blocks));
    }

    private static IEnumerable<Block> Section(
        Study study, IReadOnlyList<ClaimTest> tests, IReadOnlyList<JobProgress> jobs, Measurements measurements,
        IReadOnlyList<string> data, CostTable costs)
    {
        yield return new Block.Heading(2, study.Title);
        if (tests.Count > 0)
        {
            yield return new Block.Heading(3, "Claims");
            yield return new Block.Table(
                ["claim", "reading", "measured change", "95 % interval", "bootstrap interval", "verdict", "why"],
                [.. tests.Select(test =>
                    (string[])
                    [
                        test.Claim.Text, test.Claim.Reading, test.Measured, test.Interval, test.ResampledInterval,
                        test.VerdictName, test.Why,
                    ])], 7);
        }

        yield return new Block.Heading(3, "Tables");
        foreach (var block in study.Tables(measurements, data, costs))
            yield return block;
        yield return new Block.Paragraph("Everything that was measured.");
        yield return new Block.Table(
            ["experiment", .. Given("model as in"), "data", .. Measure.All.Select(measure => measure.Title), "seeds"],
            [
                .. from row in study.Rows.DistinctBy(row => row.Experiment)
                   from name in data
                   select (string[])
                   [
                       row.Experiment, .. Given(row.Reading), name,
                       .. Measure.All.Select(measure => Format.Mean(measurements.Values(row.Experiment, name, measure))),
                       measurements.Values(row.Experiment, name, Measure.Kl).Count.ToString(CultureInfo.InvariantCulture),
                   ],
            ],
            study.FollowsPaper ? 3 : 2);
        yield return new Block.Heading(3, "Figures");
        foreach (var block in new StudyFigures(study, jobs, measurements, data).All())
            yield return block;

        // A user's own experiments follow no paper.
        string[] Given(string reading) => study.FollowsPaper ? [reading] : [];
    }
}
