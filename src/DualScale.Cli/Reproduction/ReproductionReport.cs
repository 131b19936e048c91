using System.Globalization;
using DualScale.Cli.Documents;
using DualScale.Cli.Reproduction.Studies;
using DualScale.Interchange;

namespace DualScale.Cli.Reproduction;

/// <summary>What a reproduction found: report.html, report.md and the figures.</summary>
internal static class ReproductionReport
{
    private const string FigureFolder = "figures";

    public static void Write(string directory, IReadOnlyList<Study> studies, IReadOnlyList<JobProgress> jobs, IReadOnlyList<string> data, CostTable costs, string settings)
    {
        var measurements = new Measurements([.. jobs.Where(job => job.Evaluation is not null).Select(job => (job.Job, job.Evaluation!))]);
        var blocks = new List<Block>
        {
            new Block.Heading(1, "Reproduction"),
            new Block.Paragraph(settings),
            new Block.Paragraph(
                "Each number is the mean over seeds ± the sample standard deviation. Every divergence stands on 5th nearest neighbours with the Chebyshev distance; "
                + "the floor is the same estimate with fresh data in place of samples. Claims are tested by paired differences over seeds: a claim holds, or does not hold, where the "
                + "whole 95 % interval of Student's t lies on one side. Times are of this machine, each experiment in turn with all cores to itself, for the papers' 10,000 steps and 10,000 samples; the printed ones are of a GPU."),
        };
        var failed = jobs.Where(job => job.State == JobState.Failed).ToArray();
        if (failed.Length > 0)
            blocks.Add(new Block.Table(["failed job", "why"], [.. failed.Select(job => (string[])[job.Job.ToString(), job.Failure!])], 2));
        foreach (var study in studies)
            blocks.AddRange(Section(study, measurements, data, costs));

        Directory.CreateDirectory(Path.Combine(directory, FigureFolder));
        foreach (var picture in blocks.OfType<Block.Picture>())
            AtomicFile.WriteText(Path.Combine(directory, FigureFolder, $"{picture.FileName}.svg"), picture.Svg);
        AtomicFile.WriteText(Path.Combine(directory, "report.md"), MarkdownPage.Write(blocks, FigureFolder));
        AtomicFile.WriteText(Path.Combine(directory, "report.html"), HtmlPage.Write("DualScale reproduction", blocks));
    }

    /// <summary>The claims of a study, tested.</summary>
    public static IReadOnlyList<ClaimTest> Tests(Study study, IReadOnlyList<JobProgress> jobs, IReadOnlyList<string> data, CostTable costs)
    {
        var measurements = new Measurements([.. jobs.Where(job => job.Evaluation is not null).Select(job => (job.Job, job.Evaluation!))]);
        return [.. Claims(study, data).Select(claim => ClaimTest.Of(claim, measurements, data, costs))];
    }

    private static IEnumerable<Block> Section(Study study, Measurements measurements, IReadOnlyList<string> data, CostTable costs)
    {
        yield return new Block.Heading(2, study.Title);
        var tests = Claims(study, data).Select(claim => ClaimTest.Of(claim, measurements, data, costs)).ToArray();
        if (tests.Length > 0)
        {
            yield return new Block.Heading(3, "Claims");
            yield return new Block.Table(
                ["claim", "measured", "95 % interval", "bootstrap interval", "verdict", "why"],
                [.. tests.Select(test => (string[])[test.Claim.Text, test.Measured, test.Interval, test.ResampledInterval, test.VerdictName, test.Why])], 6);
        }

        yield return new Block.Heading(3, "Tables");
        foreach (var block in study.Tables(measurements, data, costs))
            yield return block;
        yield return new Block.Paragraph("Everything that was measured.");
        yield return new Block.Table(
            ["experiment", "data", Measure.Kl.Title, Measure.ReverseKl.Title, Measure.Floor.Title, Measure.EvaluationLoss.Title, "seeds"],
            [
                .. from experiment in study.Rows.Select(row => row.Experiment).Distinct()
                   from name in data
                   select (string[])
                   [
                       experiment, name,
                       .. new[] { Measure.Kl, Measure.ReverseKl, Measure.Floor, Measure.EvaluationLoss }.Select(measure => Format.Mean(measurements.Values(experiment, name, measure))),
                       measurements.Values(experiment, name, Measure.Kl).Count.ToString(CultureInfo.InvariantCulture),
                   ],
            ],
            2);
        yield return new Block.Heading(3, "Figures");
        foreach (var block in new StudyFigures(study, measurements, data).All())
            yield return block;
    }

    // A claim on a point set that was left out cannot be tested.
    private static IEnumerable<Claim> Claims(Study study, IReadOnlyList<string> data) =>
        study.Claims.Where(claim => claim is not Claim.Improvement { Data: { } name } || data.Contains(name));
}
