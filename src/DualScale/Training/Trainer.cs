using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;
using DualScale.Tables;

namespace DualScale.Training;

/// <summary>
/// Trains a denoiser on a point set. Everything drawn depends on the seed and the step alone, so the weights after n steps are
/// the same for any number of threads and however often the training was stopped and restored.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingInput _input;
    private readonly TrainingOptions _options;
    private readonly DenoisingGraph _graph;
    private readonly ThreadTeam _team;
    private readonly ParameterValues<float> _values;
    private readonly TrainingPass<float> _pass;
    private readonly AdamW<float> _optimizer;
    private readonly TrainingBatch _batch;
    private readonly LevelRows _levelRows;
    private readonly AverageComparison? _comparison;
    private NoiseLevels _drawn;
    private bool _disposed;

    /// <summary>Plans a training of ε with discrete levels, as in the papers; no step is made yet.</summary>
    /// <param name="denoiser">The network.</param>
    /// <param name="data">Points, [rows, columns], at least 2 rows of at most 1,000 columns.</param>
    /// <param name="options">How to train; the papers' way where null.</param>
    /// <param name="schedule">The noise; the default <see cref="NoiseSchedule"/> where null.</param>
    /// <param name="scaling">How columns are scaled for the network; as they are where null.</param>
    /// <param name="grid">A noise grid to learn beside the network; none where null.</param>
    /// <exception cref="InvalidInputException">An option is outside its range, the data has too few rows or too many columns, or
    /// the scaling is of another width.</exception>
    /// <exception cref="ArgumentException">The denoiser returns something else than its prediction.</exception>
    public Trainer(
        IDenoiser denoiser, PointSet data, TrainingOptions? options = null, NoiseSchedule? schedule = null,
        Standardization? scaling = null,
        NoiseGrid? grid = null)
        : this(new DiffusionRecipe { Denoiser = denoiser, Levels = schedule ?? new NoiseSchedule(), Grid = grid }, data, options,
            scaling)
    {
    }

    /// <summary>Plans a training; no step is made yet.</summary>
    /// <param name="recipe">Network, noise levels, parametrisation and grid.</param>
    /// <param name="data">Points, [rows, columns], at least 2 rows of at most 1,000 columns.</param>
    /// <param name="options">How to train; the papers' way where null.</param>
    /// <param name="scaling">How columns are scaled for the network; as they are where null.</param>
    /// <param name="heldOut">Rows of the same origin, in random order, to watch the loss on; none where null.</param>
    /// <exception cref="InvalidInputException">An option is outside its range, the data has too few rows or too many columns, the
    /// scaling or the held-out rows are of another width, or the options ask for held-out rows and there are none.</exception>
    /// <exception cref="ArgumentException">The denoiser returns something else than its prediction.</exception>
    public Trainer(
        DiffusionRecipe recipe, PointSet data, TrainingOptions? options = null, Standardization? scaling = null,
        PointSet? heldOut = null)
    {
        _input = new TrainingInput(recipe, data, options, scaling, heldOut);
        (_options, recipe) = (_input.Options, _input.Recipe);
        _graph = DenoisingGraph.ForTraining(recipe, data.Columns, _input.Points);
        TrainableSize.Require(_graph);
        var batchRows = _input.BatchRows;
        _team = new ThreadTeam(_options.ThreadCount);
        _values = new ParameterValues<float>(_graph.Graph.Parameters);
        _values.Initialize(i => RandomStreams.Initialization(_options.Seed, i));
        _batch = new TrainingBatch(_input, _graph);
        _levelRows = new LevelRows(recipe, _graph);
        _pass = new TrainingPass<float>(
            _graph.Graph, _graph.Output, _graph.Target!, Losses(_options), _values, _team, batchRows,
            _levelRows.Most(batchRows), Prepare, Penalties(recipe.Grid, _values.All));
        _optimizer = new AdamW<float>(_values, _pass.Gradients, _team, _options.Optimizer);
        _drawn = recipe.Levels;
        if (recipe.Levels is ContinuousLevels { Density: MeasuredDensity density } continuous)
        {
            Measurement = new LevelMeasurement(continuous, density);
            _comparison = new AverageComparison(_graph, _pass, _values, _optimizer.Average, batchRows);
        }

        if (_input.HeldOut is { } watched)
            Watch = new HeldOutWatch(recipe, _options, watched, batchRows, _values.All);
    }

    /// <summary>Steps done.</summary>
    public int Step => _optimizer.Steps;

    /// <summary>Numbers the network learns.</summary>
    public int ParameterCount =>
        _values.All.Where(parameter => parameter.Group != ParameterGroup.Constant).Sum(parameter => parameter.Count);

    /// <inheritdoc cref="TrainingInput.Fingerprint"/>
    internal string Fingerprint => _input.Fingerprint;

    /// <summary>Whether it is at its end: all steps are done, or it was stopped because held-out rows no longer gain.</summary>
    public bool IsDone => Step >= _options.Steps || StoppedEarly;

    /// <summary>Whether <see cref="TrainingOptions.Patience"/> ended it.</summary>
    public bool StoppedEarly => Step < _options.Steps && Watch?.IsOver(Step) == true;

    /// <summary>The steps after which the weights of the model were left; those done where the last are kept.</summary>
    public int KeptStep => KeepsBest ? Watch!.BestStep : Step;

    /// <summary>The loss of the weights of the model on held-out rows; null where it was not measured.</summary>
    public double? KeptLoss => KeepsBest ? Watch!.BestLoss : HeldOutLoss;

    /// <summary>
    /// The loss on held-out rows after the last step, measured at each fiftieth of the way, rounded up to tens, with the same
    /// levels and noise; null where it was not.
    /// </summary>
    public double? HeldOutLoss => Watch?.Loss;

    internal HeldOutWatch? Watch { get; }

    /// <summary>The watch where it decides which weights are kept or when the training ends.</summary>
    internal HeldOutWatch? DecidingWatch => _input.HeldOutDecides ? Watch : null;

    /// <summary>The loss over noise levels, where their density follows it; otherwise null.</summary>
    internal LevelMeasurement? Measurement { get; }

    internal TrainingOptions Options => _options;

    internal IReadOnlyList<Parameter> Parameters => _values.All;

    internal AlignedBuffer<float> Weights => _values.Values;

    internal AdamW<float> Optimizer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _optimizer;
        }
    }

    /// <summary>Makes one step and returns its loss.</summary>
    /// <exception cref="InvalidOperationException">It is done.</exception>
    /// <exception cref="RunFailedException">The loss or the gradients' norm is not a finite number.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public double Advance()
    {
        var step = RequireStep();
        _batch.Draw(step, _drawn);
        return Advance(step);
    }

    /// <summary>Makes one step with draws that are given.</summary>
    internal double Advance(TrainingDraws draws)
    {
        var step = RequireStep();
        _batch.Take(step, draws);
        return Advance(step);
    }

    /// <summary>
    /// The learning rate of a step, counted from 0: half a cosine from the first to 0 after the last, times the rise at the
    /// start.
    /// </summary>
    internal double LearningRate(int step)
    {
        var cosine = _options.LearningRate * (1 + Math.Cos(Math.PI * step / _options.Steps)) / 2;
        return step < _options.WarmUpSteps ? cosine * (step + 1) / _options.WarmUpSteps : cosine;
    }

    /// <summary>Makes the steps that are left and returns the model.</summary>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled; it can be continued.</exception>
    /// <exception cref="RunFailedException">The loss or the gradients' norm is not a finite number.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public DiffusionModel Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        while (!IsDone)
        {
            cancellation.ThrowIfCancellationRequested();
            var loss = Advance();
            progress?.Report(new TrainingProgress(Step, _options.Steps, loss));
        }

        return ToModel();
    }

    /// <summary>
    /// The model of the averaged weights, of the best ones where <see cref="TrainingOptions.Keep"/> says so; of raw grids where
    /// the recipe asks for them.
    /// </summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public DiffusionModel ToModel()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var model = new DiffusionModel(
            _input.Recipe with { Levels = _drawn, Start = _input.Start },
            DenoisingGraph.ForSampling(_input.Recipe, _input.Points.Columns),
            _input.Scaling, _input.Points.ColumnNames, _input.Range);
        model.LoadBlock(KeepsBest ? Watch!.Best.Span : Averaged());
        GC.KeepAlive(this);
        return model;
    }

    /// <summary>Continues from a saved step; the buffers must have been filled.</summary>
    internal void RestoreStep(int step)
    {
        _optimizer.Steps = step;
        _values.RefreshTransposed();
        _drawn = Measurement?.Measured() ?? _input.Recipe.Levels;
        Watch?.Look(step, Averaged);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _batch.Dispose();
        _comparison?.Dispose();
        Watch?.Dispose();
        _team.Dispose();
        _pass.Dispose();
        _optimizer.Dispose();
        _values.Dispose();
    }

    /// <summary>Checks that a network is not too large to be trained.</summary>
    /// <param name="recipe">Network and grid.</param>
    /// <param name="columns">Columns of the data, 1 to 1,000.</param>
    /// <exception cref="InvalidInputException">It has more than 100 million parameters.</exception>
    public static void RequireSize(DiffusionRecipe recipe, int columns)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        TrainableSize.Require(DenoisingGraph.ForTraining(recipe.Validate(), columns));
    }

    private static IReadOnlyList<IBatchLoss> Losses(TrainingOptions options) =>
        options.DiversityWeight > 0 ? [new MeanSquaredError(),
            new DiversityLoss(options.DiversityWeight)] : [new MeanSquaredError()];

    private static IReadOnlyList<IParameterLoss> Penalties(NoiseGrid? grid, IReadOnlyList<Parameter> parameters) =>
        grid is { L1Weight: > 0 } ? [new GridL1Penalty(
            parameters.Single(p => p.Name == grid.ParameterNames[^1]), grid.L1Weight)] : [];

    private float[] Averaged()
    {
        var weights = _optimizer.Average.Span.ToArray();
        foreach (var parameter in _values.All.Where(parameter => KeepsRaw(parameter.Name)))
        {
            var (start, length) = ((int)parameter.Offset, (int)parameter.Length);
            _values.Values.Span.Slice(start, length).CopyTo(weights.AsSpan(start));
        }

        return weights;
    }

    private bool KeepsBest => _options.Keep == KeptWeights.Best && Watch is { BestStep: > 0 };

    private bool KeepsRaw(string parameter) =>
        _input.Recipe.Grid is { Averaged: false } grid && grid.ParameterNames.Contains(parameter);

    private int RequireStep()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return !IsDone ? Step : throw new InvalidOperationException(
            $"The training ended after {Step} of {_options.Steps} steps; start one of more, or with more patience.");
    }

    private double Advance(int step)
    {
        _pass.Workspace.Dropping = RandomStreams.Dropping(_options.Seed, step);
        _levelRows.Assign(_pass.Workspace, _batch.Levels);
        var loss = _pass.Run();
        if (!double.IsFinite(loss))
        {
            throw new RunFailedException(
                $"The loss became {loss} at step {step + 1}; lower training.learning-rate or look for extreme values in the data.");
        }

        _optimizer.Step(LearningRate(step), new EmaUpdate(_options.Ema.Share(step)));
        Measure();
        Watch?.Look(Step, Averaged);
        return loss;
    }

    private void Measure()
    {
        const int Every = 10;
        if (Measurement is null || Step % Every != 0)
            return;
        Measurement.Add(_batch.Levels, _comparison!.Errors(_batch.Levels.Length));
        _drawn = Measurement.Measured() ?? _input.Recipe.Levels;
    }

    // A batch that is looked at again after its step has the noise of the next.
    private void Prepare(int first, int count) => _batch.Write(_pass.Workspace, _optimizer.Steps, first, count);
}
