using DualScale.Runs.Documents;

namespace DualScale.Reproduction.Studies;

/// <summary>A paper: the experiments of its tables, the tables in its own layout, and what it claims.</summary>
internal abstract class Study
{
    /// <summary>The papers' point sets.</summary>
    public static readonly string[] PaperData = ["circle", "dino", "line", "moons"];

    protected const string Baseline = "baseline";

    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>Its rows: the table's name of each, and the experiment.</summary>
    public abstract IReadOnlyList<(string Title, string Experiment)> Rows { get; }

    public abstract IReadOnlyList<Claim> Claims { get; }

    /// <summary>The point sets that a claim about a mean is about.</summary>
    /// <param name="data">Those of the reproduction.</param>
    public virtual IReadOnlyList<string> MeanOver(IReadOnlyList<string> data) => PaperData;

    public IReadOnlyList<Experiment> Experiments => [.. Rows.Select(row => row.Experiment).Distinct().Select(LoadExperiment)];

    /// <summary>The tables in the paper's layout.</summary>
    public abstract IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs);

    /// <summary>The figures beside those that every study has.</summary>
    public abstract IEnumerable<Block> Figures(StudyFigures figures);

    /// <summary>All studies, in the papers' order.</summary>
    public static IReadOnlyList<Study> All { get; } = [new DualScaleStudy(), new GridStudy(), new DualExpertStudy()];

    protected virtual Experiment LoadExperiment(string name) => Experiment.BuiltIn(name);

    protected static string Measured(Measurements measurements, string experiment, string data, Measure measure) =>
        Format.Mean(measurements.Values(experiment, data, measure));
}
