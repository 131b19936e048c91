using System.Security.Cryptography;
using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>
/// A model's training, evaluation and report in a folder. What a run has reached is read from its files alone, so any process can
/// go on where another stopped, and the configuration decides every bit of the model.
/// </summary>
public sealed class Run
{
    private readonly Lazy<DataSets> _data;

    private Run(RunFiles files, RunConfiguration configuration, TimeProvider? time)
    {
        (Files, Configuration, Time) = (files, configuration, time ?? TimeProvider.System);
        _data = new Lazy<DataSets>(() => RunSource.Read(files, configuration).Data(configuration));
    }

    /// <summary>The run's files.</summary>
    public RunFiles Files { get; }

    /// <summary>Everything that decides what it computes.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>Its point sets, drawn or read when they are first asked for.</summary>
    public DataSets Data => _data.Value;

    /// <summary>What a person calls the data.</summary>
    public string DataName => Path.GetFileName(Configuration.Data.Source);

    /// <summary>What a person calls the model.</summary>
    public string ModelName => Configuration.Model.Title;

    /// <summary>How far it is.</summary>
    public RunState State =>
        !(File.Exists(Files.Model) && File.Exists(Files.Record)) ? RunState.Unfinished
        : File.Exists(Files.Evaluation) && !EvaluationIsStale ? RunState.Evaluated
        : RunState.Trained;

    internal TimeProvider Time { get; }

    // Whoever copies a folder may write its files in any order: then the model itself tells.
    internal bool EvaluationIsStale
    {
        get
        {
            if (File.GetLastWriteTimeUtc(Files.Evaluation) >= File.GetLastWriteTimeUtc(Files.Model))
                return false;
            try
            {
                return ReadEvaluation()?.ModelHash != HashModel();
            }
            catch (Exception exception) when (exception is InvalidInputException or IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }

    /// <summary>Opens a run.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="time">Takes the times of its work; the system's where null.</param>
    /// <exception cref="RunDirectoryException">The folder holds no run.</exception>
    /// <exception cref="InvalidInputException">Its configuration cannot be read, or is not whole.</exception>
    public static Run Open(string directory, TimeProvider? time = null)
    {
        var files = new RunFiles(directory);
        return files.HoldsRun
            ? new Run(files, RunConfiguration.ReadWhole(files.Configuration), time)
            : throw new RunDirectoryException(
                RunDirectoryFault.NoRun, directory, $"{directory} holds no run", PathSuggestion.Hint(directory, ""));
    }

    /// <summary>Makes a run, not trained yet.</summary>
    /// <param name="directory">Its folder, which is made where it is missing.</param>
    /// <param name="configuration">Everything that decides what it computes.</param>
    /// <param name="table">The data where it is neither a shape nor a file: <see cref="DataOptions.Source"/> is then only its
    /// name. Null reads the source.</param>
    /// <param name="time">Takes the times of its work; the system's where null.</param>
    /// <exception cref="RunDirectoryException">The folder holds a run or parts of one, or cannot be made.</exception>
    /// <exception cref="InvalidInputException">A setting is outside its range, or the data cannot be read or does not suit the
    /// model.</exception>
    public static Run Create(string directory, RunConfiguration configuration, PointSet? table = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.Validate();
        return Create(
            directory, configuration, table is null ? RunSource.Read(configuration) : new RunSource(table, null), time);
    }

    /// <summary>Makes a run on a table of typed columns, not trained yet.</summary>
    /// <param name="directory">Its folder, which is made where it is missing.</param>
    /// <param name="configuration">Everything that decides what it computes; <see cref="DataOptions.Source"/> is only the
    /// table's name.</param>
    /// <param name="table">The table.</param>
    /// <param name="time">Takes the times of its work; the system's where null.</param>
    /// <exception cref="RunDirectoryException">The folder holds a run or parts of one, or cannot be made.</exception>
    /// <exception cref="InvalidInputException">A setting is outside its range, or the table does not suit the model.</exception>
    public static Run Create(string directory, RunConfiguration configuration, Table table, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(table);
        configuration.Validate();
        return Create(directory, configuration, new RunSource(null, table), time);
    }

    internal static Run Create(string directory, RunConfiguration configuration, RunSource source, TimeProvider? time = null)
    {
        RunCreation.Create(new RunFiles(directory), configuration, source);
        return Open(directory, time);
    }

    /// <summary>
    /// Trains it from wherever it stands to its end, with checkpoints on the way. One that is finished stays as it is.
    /// </summary>
    /// <param name="threads">Threads; the model does not depend on it. 0, the default, for one for each core.</param>
    /// <param name="events">Told how it goes.</param>
    /// <param name="cancellation">Stops it between two steps.</param>
    /// <exception cref="TrainingInterruptedException">It was cancelled; its checkpoint is saved.</exception>
    /// <exception cref="InvalidInputException">A file of the run is damaged, or belongs to another training.</exception>
    /// <exception cref="RunFailedException">The loss is no number any more, or the disk is full.</exception>
    public TrainingResult Train(int threads = 0, IProgress<RunEvent>? events = null, CancellationToken cancellation = default) =>
        TrainingSession.Complete(this, threads, events, cancellation);

    /// <summary>Draws samples from the finished model. Nothing is written: <see cref="SamplingResult.Save"/> does that.</summary>
    /// <param name="request">What to draw; 10,000 samples as the model is meant to where null.</param>
    /// <param name="events">Told how it goes.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="RunDirectoryException">The run is not trained to its end.</exception>
    /// <exception cref="InvalidInputException">The request is outside what the model can do, or the model is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SamplingResult Sample(
        SamplingRequest? request = null, IProgress<RunEvent>? events = null, CancellationToken cancellation = default)
    {
        using var model = LoadModel();
        return (request ?? new SamplingRequest()).Draw(model, events, Time, cancellation) with
        {
            Encoding = ModelFile.ReadEncoding(Files.Model),
        };
    }

    /// <summary>Draws samples and measures the finished model by them; the result is kept in the run.</summary>
    /// <param name="request">What to draw; 10,000 samples as the model is meant to where null.</param>
    /// <param name="events">Told how it goes.</param>
    /// <param name="cancellation">Ends it early; nothing is kept then.</param>
    /// <exception cref="RunDirectoryException">The run is not trained to its end.</exception>
    /// <exception cref="InvalidInputException">The request is outside what the model can do, or the model is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public EvaluationResult Evaluate(
        SamplingRequest? request = null, IProgress<RunEvent>? events = null, CancellationToken cancellation = default)
    {
        request ??= new SamplingRequest();
        using var model = LoadModel();
        return EvaluationSession.Evaluate(
            this, model, request.Draw(model, events, Time, cancellation), request.Threads, events, cancellation);
    }

    /// <summary>
    /// Measures the finished model by samples that <see cref="Sample"/> drew from it; the result is kept in the run.
    /// </summary>
    /// <param name="drawn">The samples.</param>
    /// <param name="threads">Threads; the result does not depend on it. 0, the default, for one for each core.</param>
    /// <param name="events">Told how it goes.</param>
    /// <param name="cancellation">Ends it early; nothing is kept then.</param>
    /// <exception cref="RunDirectoryException">The run is not trained to its end.</exception>
    /// <exception cref="InvalidInputException">The model is damaged, or the samples have other columns than the data.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public EvaluationResult Evaluate(
        SamplingResult drawn, int threads = 0, IProgress<RunEvent>? events = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        using var model = LoadModel();
        return EvaluationSession.Evaluate(this, model, drawn, threads, events, cancellation);
    }

    /// <summary>
    /// Judges samples as <see cref="Evaluate(SamplingResult, int, IProgress{RunEvent}?, CancellationToken)"/> does, without what
    /// takes the model to measure; nothing is kept. The fewer the samples, the cheaper, and the wider the errors.
    /// </summary>
    /// <param name="drawn">The samples.</param>
    /// <param name="threads">Threads; the result does not depend on it. 0, the default, for one for each core.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>The verdict; null where there are too few samples or rows for an estimate, or a sample is not finite.</returns>
    /// <exception cref="InvalidInputException">The samples have other columns than the data.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SampleVerdict? Judge(SamplingResult drawn, int threads = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        return EvaluationSession.Judge(this, drawn.Points, threads, cancellation);
    }

    /// <summary>The finished model, which the caller disposes of.</summary>
    /// <exception cref="RunDirectoryException">The run is not trained to its end.</exception>
    /// <exception cref="InvalidInputException">The model is damaged, or belongs to another run.</exception>
    public DiffusionModel LoadModel()
    {
        if (!File.Exists(Files.Model))
            throw new RunDirectoryException(RunDirectoryFault.NotTrained, Files.Directory, $"{Files.Directory} has no model yet");
        var kept = ConfigurationTree.ToTree(new RunConfiguration());
        ConfigurationTree.Merge(kept, ModelFile.ReadConfiguration(Files.Model) ?? [], Files.Model);
        if (ConfigurationTree.Difference(ConfigurationTree.FromTree(kept, Files.Model), Configuration) is not { } path)
            return ModelFile.Load(Files.Model);
        throw new InvalidInputException(
            $"{Files.Model} belongs to a run with another {path}; put back the run's own model or settings.");
    }

    /// <summary>The finished training; null while there is none.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public TrainingResult? ReadTraining() => ResultFile.Read<TrainingResult>(Files.Record);

    /// <summary>
    /// What was measured last, which may be of an older model: see <see cref="State"/>. Null while there is nothing.
    /// </summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public EvaluationResult? ReadEvaluation() => ResultFile.Read<EvaluationResult>(Files.Evaluation);

    /// <summary>The loss curve so far, a point for every ten steps; a line that is being written is not in it yet.</summary>
    public IReadOnlyList<LossPoint> ReadLosses() => MetricsLog.Read(Files.Metrics);

    /// <summary>SHA-256 of the finished model's file.</summary>
    internal string HashModel()
    {
        using var model = File.OpenRead(Files.Model);
        return Convert.ToHexStringLower(SHA256.HashData(model));
    }

    /// <summary>The run at a glance.</summary>
    /// <exception cref="InvalidInputException">A file of the run is damaged.</exception>
    public RunSummary Summarize() => new()
    {
        Directory = Files.Directory,
        Model = ModelName,
        Data = DataName,
        Seed = Configuration.Training.Seed,
        State = State,
        Step = State != RunState.Unfinished ? ReadTraining()!.Steps : ReadLosses() is [.., var last] ? last.Step : 0,
        Steps = Configuration.Training.Steps,
        Training = State == RunState.Unfinished ? null : ReadTraining(),
        Evaluation = State == RunState.Evaluated ? ReadEvaluation() : null,
    };
}
