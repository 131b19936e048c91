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

    public abstract IReadOnlyList<StudyRow> Rows { get; }

    public abstract IReadOnlyList<Claim> Claims { get; }

    /// <summary>Whether its models follow a paper, whose numbers stand beside what is measured.</summary>
    public bool FollowsPaper => Rows.Any(row => row.Reading != Reading.None);

    /// <summary>
    /// Numbers of network calls, one a step of the model's own sampler, that finished models are measured with besides their own.
    /// </summary>
    public virtual IReadOnlyList<int> NetworkCalls => [];

    /// <summary>The point sets that a claim about a mean is about.</summary>
    /// <param name="data">Those of the reproduction.</param>
    public virtual IReadOnlyList<string> MeanOver(IReadOnlyList<string> data) => PaperData;

    public IReadOnlyList<Experiment> Experiments => [.. Rows.Select(row => row.Experiment).Distinct().Select(LoadExperiment)];

    /// <summary>The tables in the paper's layout.</summary>
    public abstract IEnumerable<Block> Tables(Measurements measurements, IReadOnlyList<string> data, CostTable costs);

    /// <summary>The figures beside those that every study has.</summary>
    public abstract IEnumerable<Block> Figures(StudyFigures figures);

    /// <summary>The papers, in their order.</summary>
    public static IReadOnlyList<Study> Papers { get; } = [new DualScaleStudy(), new GridStudy(), new DualExpertStudy()];

    /// <summary>The papers, and the program's own model.</summary>
    public static IReadOnlyList<Study> All { get; } = [.. Papers, new ScaleSpaceStudy()];

    protected virtual Experiment LoadExperiment(string name) => Experiment.BuiltIn(name);

    /// <summary>The experiment that follows the published code where an experiment of a name follows the text.</summary>
    protected static string InReading(string experiment, string reading) =>
        reading == Reading.Code ? $"{experiment}-published-code" : experiment;

    /// <summary>A row's title with its reading where there is another row of that name.</summary>
    protected static string TitleIn(string title, string reading) => reading == Reading.Code ? $"{title}, {reading}" : title;

    protected static string Measured(Measurements measurements, string experiment, string data, Measure measure) =>
        Format.Mean(measurements.Values(experiment, data, measure));
}
