using System.Globalization;
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
    private readonly DiffusionRecipe _recipe;
    private readonly Standardization _scaling;
    private readonly PointSet _points;
    private readonly (float Low, float High)[] _range;
    private readonly TrainingOptions _options;
    private readonly DenoisingGraph _graph;
    private readonly ThreadTeam _team;
    private readonly ParameterValues<float> _values;
    private readonly TrainingPass<float> _pass;
    private readonly AdamW<float> _optimizer;
    private readonly BatchOrder _order;
    private readonly int[] _batch;
    private readonly double[] _levels;
    private readonly LevelRows _levelRows;
    private readonly StableTargets? _references;
    private readonly GivenSubsets? _subsets;
    private readonly AverageComparison? _comparison;
    private readonly PointSet? _heldOut;
    private TrainingDraws? _given;
    private int _step;
    private NoiseLevels _drawn;
    private string? _fingerprint;
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
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count < 2)
            throw new InvalidInputException($"The data has {data.Count} rows; training needs at least 2.");
        if (data.Columns > TableEncoding.MaxWidth)
            throw new InvalidInputException($"The data has {data.Columns} columns; give at most {TableEncoding.MaxWidth}.");
        _options = (options ?? new TrainingOptions()).Validate();
        _recipe = (recipe with { Conditions = Groups(recipe, _options, data.Columns) }).Validate();
        if (_recipe.Discrete.Any(discrete => discrete.First + discrete.Width > data.Columns))
            throw new InvalidInputException($"Discrete columns lie beyond the {data.Columns} columns of the data; give those it has.");
        if (_options.ReferenceRows > 0 && _recipe.Grid is not null)
        {
            throw new InvalidInputException(
                "training.reference-rows averages targets of points with equal noise, and a noise grid makes it unequal; leave one out.");
        }

        if (heldOut is { Count: 0 } or null && (_options.Keep == KeptWeights.Best || _options.Patience > 0))
            throw new InvalidInputException("training.keep and training.patience need held-out rows; give some, or keep the last weights.");
        if (heldOut is not null && heldOut.Columns != data.Columns)
            throw new InvalidInputException($"The held-out rows have {heldOut.Columns} columns and the data {data.Columns}; give as many.");
        _scaling = scaling ?? Standardization.Identity(data.Columns);
        _points = _scaling.Apply(data);
        _range = data.Range();

        _graph = DenoisingGraph.ForTraining(_recipe, data.Columns, _points);
        RequireSize(_graph);
        var batchRows = Math.Min(_options.BatchSize, data.Count);
        _team = new ThreadTeam(_options.ThreadCount);
        _values = new ParameterValues<float>(_graph.Graph.Parameters);
        _values.Initialize(i => RandomStreams.Initialization(_options.Seed, i));
        _levelRows = new LevelRows(_recipe, _graph);
        _pass = new TrainingPass<float>(
            _graph.Graph, _graph.Output, _graph.Target!, Losses(_options), _values, _team, batchRows,
            _levelRows.Most(batchRows), Prepare, Penalties(_recipe.Grid, _values.All));
        _optimizer = new AdamW<float>(_values, _pass.Gradients, _team, _options.Optimizer);
        _order = new BatchOrder(data.Count, batchRows, _options.Seed);
        _batch = new int[batchRows];
        _levels = new double[batchRows];
        _drawn = _recipe.Levels;
        if (_recipe.Levels is ContinuousLevels { Density: MeasuredDensity density } continuous)
        {
            Measurement = new LevelMeasurement(continuous, density);
            _comparison = new AverageComparison(_graph, _pass, _values, _optimizer.Average, batchRows);
        }

        if (_options.ReferenceRows > 0)
            _references = new StableTargets(_points, _options.ReferenceRows, _options.Seed);
        if (heldOut is { Count: > 0 })
        {
            _heldOut = _scaling.Apply(heldOut);
            Watch = new HeldOutWatch(_recipe, _options, _heldOut, batchRows, _values.All);
        }

        if (_recipe.Conditions is not null)
            _subsets = new GivenSubsets(_recipe.Conditions, _options.Conditions, _options.Seed);
    }

    /// <summary>Steps done.</summary>
    public int Step => _optimizer.Steps;

    /// <summary>Numbers the network learns.</summary>
    public int ParameterCount =>
        _values.All.Where(parameter => parameter.Group != ParameterGroup.Constant).Sum(parameter => parameter.Count);

    /// <summary>What decides its every step, in short: network, settings, schedule, grid, scaling and data.</summary>
    internal string Fingerprint => _fingerprint ??= TrainingFingerprint.Of(
        _recipe, _options, DecidingWatch is null ? [_points] : [_points, _heldOut!]);

    /// <summary>Whether it is at its end: all steps are done, or it was stopped because held-out rows no longer gain.</summary>
    public bool IsDone => Step >= _options.Steps || StoppedEarly;

    /// <summary>Whether <see cref="TrainingOptions.Patience"/> ended it.</summary>
    public bool StoppedEarly => Step < _options.Steps && Watch?.IsOver(Step) == true;

    /// <summary>The steps after which the weights of the model were left; those done where the last are kept.</summary>
    public int KeptStep => KeepsBest ? Watch!.BestStep : Step;

    /// <summary>The loss of the weights of the model on held-out rows; null where it was not measured.</summary>
    public double? KeptLoss => KeepsBest ? Watch!.BestLoss : HeldOutLoss;

    /// <summary>
    /// The loss on held-out rows after the last step, measured at each fiftieth of the way with the same levels and noise; null
    /// where it was not.
    /// </summary>
    public double? HeldOutLoss => Watch?.Loss;

    internal HeldOutWatch? Watch { get; }

    /// <summary>The watch where it decides which weights are kept or when the training ends.</summary>
    internal HeldOutWatch? DecidingWatch => _options.Keep == KeptWeights.Best || _options.Patience > 0 ? Watch : null;

    /// <summary>The loss over noise levels, where their density follows it; otherwise null.</summary>
    internal LevelMeasurement? Measurement { get; }

    internal TrainingOptions Options => _options;

    internal IReadOnlyList<Parameter> Parameters => _values.All;

    internal AlignedBuffer<float> Weights => _values.Values;

    /// <summary>The graph of a step, and its pass, whose memory holds what the last step computed.</summary>
    internal (DenoisingGraph Graph, TrainingPass<float> Pass) LastStep => (_graph, _pass);

    /// <summary>Sets a parameter, and the average of it, from a plain row-major array.</summary>
    internal unsafe void Load(string name, float[] plain)
    {
        var parameter = _values.All.Single(parameter => parameter.Name == name);
        parameter.CopyFrom<float>(_values.Values.Pointer + parameter.Offset, plain);
        parameter.CopyFrom<float>(_optimizer.Average.Pointer + parameter.Offset, plain);
        _values.RefreshTransposed();
    }

    /// <summary>A parameter as a plain row-major array: the weight, the average, or the last gradient.</summary>
    internal unsafe float[] Read(string name, AlignedBuffer<float> from)
    {
        var parameter = _values.All.Single(parameter => parameter.Name == name);
        var plain = new float[parameter.Count];
        parameter.CopyTo(from.Pointer + parameter.Offset, plain);
        return plain;
    }

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
    public double Advance()
    {
        var step = RequireStep();
        var rows = _order.Batch(step);
        rows.CopyTo(_batch);
        _drawn.Draw(RandomStreams.Levels(_options.Seed, step), _levels.AsSpan(0, rows.Length));
        return Advance(step, rows.Length);
    }

    /// <summary>Makes one step with draws that are given.</summary>
    internal double Advance(TrainingDraws draws)
    {
        var step = RequireStep();
        draws.Levels.CopyTo(_levels, 0);
        _given = draws;
        try
        {
            return Advance(step, draws.Levels.Length);
        }
        finally
        {
            _given = null;
        }
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
    public DiffusionModel ToModel()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var model = new DiffusionModel(
            _recipe with { Levels = _drawn }, DenoisingGraph.ForSampling(_recipe, _points.Columns), _scaling, _points.ColumnNames,
            _range);
        model.LoadBlock(KeepsBest ? Watch!.Best.Span : Averaged());
        GC.KeepAlive(this);
        return model;
    }

    /// <summary>Continues from a saved step; the buffers must have been filled.</summary>
    internal void RestoreStep(int step)
    {
        _optimizer.Steps = step;
        _values.RefreshTransposed();
        _drawn = Measurement?.Measured() ?? _recipe.Levels;
        Watch?.Look(step, Averaged);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _references?.Dispose();
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
        RequireSize(DenoisingGraph.ForTraining(recipe.Validate(), columns));
    }

    // A checkpoint keeps up to five numbers for each; more do not fit into one file that .NET reads whole.
    private static void RequireSize(DenoisingGraph graph)
    {
        const long Most = 100_000_000;
        var numbers = graph.Graph.Parameters.Sum(parameter => (long)parameter.Rows * parameter.Columns);
        if (numbers > Most)
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                $"The network has {numbers:N0} parameters; lower model.hidden-width, model.embedding-dimension or model.residual-blocks until it has at most {Most:N0}."));
        }
    }

    // Without rows to learn conditions from, a model takes none.
    private static ColumnGroups? Groups(DiffusionRecipe recipe, TrainingOptions options, int columns)
    {
        if (options.Conditions == 0)
            return null;
        var groups = recipe.Conditions ?? ColumnGroups.Each(columns);
        return groups.Columns == columns ? groups : throw new InvalidInputException(
            $"The groups of columns given together have {groups.Columns} and the data {columns}; give each column a place in one.");
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
        _recipe.Grid is { Averaged: false } grid && grid.ParameterNames.Contains(parameter);

    private int RequireStep()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return !IsDone ? Step : throw new InvalidOperationException(
            $"The training ended after {Step} of {_options.Steps} steps; start one of more, or with more patience.");
    }

    private double Advance(int step, int rows)
    {
        _step = step;
        _pass.Workspace.Dropping = RandomStreams.Dropping(_options.Seed, step);
        _levelRows.Assign(_pass.Workspace, _levels.AsSpan(0, rows));
        _references?.Draw(step);
        var loss = _pass.Run();
        if (!double.IsFinite(loss))
        {
            throw new RunFailedException(
                $"The loss became {loss} at step {step + 1}; lower training.learning-rate or look for extreme values in the data.");
        }

        _optimizer.Step(LearningRate(step), new EmaUpdate(_options.Ema.Share(step)));
        Measure(rows);
        Watch?.Look(Step, Averaged);
        return loss;
    }

    private void Measure(int rows)
    {
        const int Every = 10;
        if (Measurement is null || Step % Every != 0)
            return;
        Measurement.Add(_levels.AsSpan(0, rows), _comparison!.Errors(rows));
        _drawn = Measurement.Measured() ?? _drawn;
    }

    private void Prepare(int first, int count)
    {
        var stream = RandomStreams.TrainingNoise(_options.Seed, _optimizer.Steps);
        var clean = _pass.Workspace.Value(_graph.Clean!);
        var noise = _pass.Workspace.Value(_graph.Noise!);
        for (var row = first; row < first + count; row++)
        {
            if (_given is { } given)
            {
                given.Clean.AsSpan(row * clean.Width, clean.Width).CopyTo(clean[row]);
                given.Noise.AsSpan(row * noise.Width, noise.Width).CopyTo(noise[row]);
            }
            else
            {
                _points[_batch[row]].CopyTo(clean[row]);
                stream.FillNormal((ulong)row * (ulong)noise.Width, noise[row]);
            }

            var mask = _subsets is null ? default : Give(row, clean[row], noise[row]);
            _references?.Replace(
                clean[row], noise[row], _recipe.Levels.SignalScale(_levels[row]), _recipe.Levels.NoiseScale(_levels[row]), mask);
            Clear(clean[row], mask);
            Clear(noise[row], mask);
        }
    }

    // Writes what is given of a row, in which there is no noise, and returns the mask.
    private Span<float> Give(int row, Span<float> clean, Span<float> noise)
    {
        var nodes = _graph.Given!;
        var mask = _pass.Workspace.Value(nodes.Mask)[row];
        var values = _pass.Workspace.Value(nodes.Values)[row];
        if (_given is { } given)
            given.Given.AsSpan(row * mask.Length, mask.Length).CopyTo(mask);
        else
            _subsets!.Draw(_step, row, mask);
        for (var column = 0; column < mask.Length; column++)
            values[column] = mask[column] != 0 ? clean[column] : 0;
        Clear(noise, mask);
        return mask;
    }

    private static void Clear(Span<float> row, ReadOnlySpan<float> mask)
    {
        for (var column = 0; column < mask.Length; column++)
        {
            if (mask[column] != 0)
                row[column] = 0;
        }
    }
}
