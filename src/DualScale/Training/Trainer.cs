using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;
using DualScale.Tables;

namespace DualScale.Training;

/// <summary>
/// Trains a denoiser on a point set. Everything drawn depends on the seed and the step alone, so the weights after n steps
/// are the same for any number of threads and however often the training was stopped and restored.
/// </summary>
public sealed class Trainer : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { IncludeFields = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly IDenoiser _denoiser;
    private readonly NoiseSchedule _schedule;
    private readonly NoiseGrid? _grid;
    private readonly Standardization _scaling;
    private readonly PointSet _points;
    private readonly TrainingOptions _options;
    private readonly DenoisingGraph _graph;
    private readonly ThreadTeam _team;
    private readonly ParameterValues<float> _values;
    private readonly TrainingPass<float> _pass;
    private readonly AdamW<float> _optimizer;
    private readonly BatchOrder _order;
    private readonly int[] _batch;
    private readonly int[] _timesteps;
    private readonly int[] _rowOf;
    private string? _fingerprint;
    private bool _disposed;

    /// <summary>Plans a training; no step is made yet.</summary>
    /// <param name="denoiser">The network.</param>
    /// <param name="data">Points, [rows, columns], at least 2 rows of at most 100 columns.</param>
    /// <param name="options">How to train; the papers' way where null.</param>
    /// <param name="schedule">The noise; the default <see cref="NoiseSchedule"/> where null.</param>
    /// <param name="scaling">How columns are scaled for the network; as they are where null.</param>
    /// <param name="grid">A noise grid to learn beside the network; none where null.</param>
    /// <exception cref="InvalidInputException">An option is outside its range, the data has too few rows or too many columns, or the scaling is of another width.</exception>
    /// <exception cref="ArgumentException">The denoiser returns something else than ε.</exception>
    public Trainer(
        IDenoiser denoiser, PointSet data, TrainingOptions? options = null, NoiseSchedule? schedule = null, Standardization? scaling = null,
        NoiseGrid? grid = null)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count < 2)
            throw new InvalidInputException($"The data has {data.Count} rows; training needs at least 2.");
        if (data.Columns > TableReader.MaxColumns)
            throw new InvalidInputException($"The data has {data.Columns} columns; give at most {TableReader.MaxColumns}.");
        _denoiser = denoiser;
        _options = (options ?? new TrainingOptions()).Validate();
        _schedule = schedule ?? new NoiseSchedule();
        _scaling = scaling ?? Standardization.Identity(data.Columns);
        _points = _scaling.Apply(data);

        _grid = grid is null ? null : grid with { Timesteps = _schedule.Timesteps };
        _graph = DenoisingGraph.ForTraining(denoiser, data.Columns, _grid, _points);
        RequireSize(_graph);
        var batchRows = Math.Min(_options.BatchSize, data.Count);
        _team = new ThreadTeam(_options.ThreadCount);
        _values = new ParameterValues<float>(_graph.Graph.Parameters);
        _values.Initialize(i => RandomStreams.Initialization(_options.Seed, i));
        _pass = new TrainingPass<float>(
            _graph.Graph, _graph.Prediction, _graph.Noise!, Losses(_options), _values, _team, batchRows,
            Math.Min(batchRows, _schedule.Timesteps), Prepare, Penalties(_grid, _values.All));
        _optimizer = new AdamW<float>(_values, _pass.Gradients, _team, _options.Optimizer);
        _order = new BatchOrder(data.Count, batchRows, _options.Seed);
        _batch = new int[batchRows];
        _timesteps = new int[batchRows];
        _rowOf = new int[_schedule.Timesteps];
    }

    /// <summary>Steps done.</summary>
    public int Step => _optimizer.Steps;

    /// <summary>Numbers the network learns.</summary>
    public int ParameterCount => _values.All.Where(parameter => parameter.Group != ParameterGroup.Constant).Sum(parameter => parameter.Count);

    /// <summary>What decides its every step, in short: network, settings, schedule, grid, scaling and data.</summary>
    internal string Fingerprint => _fingerprint ??= ComputeFingerprint();

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
    /// <exception cref="RunFailedException">The loss or the gradients' norm is not a finite number.</exception>
    public double Advance()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var step = _optimizer.Steps;
        var rows = _order.Batch(step);
        rows.CopyTo(_batch);
        DrawTimesteps(step, rows.Length);
        var loss = _pass.Run();
        if (!double.IsFinite(loss))
            throw new RunFailedException($"The loss became {loss} at step {step + 1}; lower training.learning-rate or look for extreme values in the data.");
        var rate = _options.LearningRate * (1 + Math.Cos(Math.PI * step / _options.Steps)) / 2;
        _optimizer.Step(rate, new EmaUpdate(_options.Ema.Share(step)));
        return loss;
    }

    /// <summary>Makes the steps that are left and returns the model.</summary>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled; it can be continued.</exception>
    /// <exception cref="RunFailedException">The loss or the gradients' norm is not a finite number.</exception>
    public DiffusionModel Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        while (Step < _options.Steps)
        {
            cancellation.ThrowIfCancellationRequested();
            var loss = Advance();
            progress?.Report(new TrainingProgress(Step, _options.Steps, loss));
        }

        return ToModel();
    }

    /// <summary>The model of the averaged weights as they are now.</summary>
    public DiffusionModel ToModel()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var model = new DiffusionModel(_denoiser, _schedule, _scaling, _points.ColumnNames, _grid);
        model.LoadBlock(_optimizer.Average.Span);
        GC.KeepAlive(this);
        return model;
    }

    /// <summary>Continues from a saved step; the buffers must have been filled.</summary>
    internal void RestoreStep(int step)
    {
        _optimizer.Steps = step;
        _values.RefreshTransposed();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _team.Dispose();
        _pass.Dispose();
        _optimizer.Dispose();
        _values.Dispose();
    }

    /// <summary>Checks that a network is not too large to be trained.</summary>
    /// <param name="denoiser">The network.</param>
    /// <param name="columns">Columns of the data, 1 to 100.</param>
    /// <param name="grid">The noise grid beside it; none where null.</param>
    /// <exception cref="InvalidInputException">It has more than 100 million parameters.</exception>
    public static void RequireSize(IDenoiser denoiser, int columns, NoiseGrid? grid = null)
    {
        ArgumentNullException.ThrowIfNull(denoiser);
        RequireSize(DenoisingGraph.ForTraining(denoiser, columns, grid));
    }

    // A checkpoint keeps four numbers for each; more do not fit into one file that .NET reads whole.
    private static void RequireSize(DenoisingGraph graph)
    {
        const long Most = 100_000_000;
        var numbers = graph.Graph.Parameters.Sum(parameter => (long)parameter.Count);
        if (numbers > Most)
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture, $"The network has {numbers:N0} parameters; lower model.hidden-width, model.embedding-dimension or model.residual-blocks until it has at most {Most:N0}."));
    }

    private string ComputeFingerprint()
    {
        const int Slice = 1 << 20;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var settings = new
        {
            Network = _denoiser.GetType().FullName,
            Sizes = Describe(_denoiser),
            Options = _options with { CheckpointEvery = 1 },
            _schedule.Timesteps,
            _schedule.BetaStart,
            _schedule.BetaEnd,
            _schedule.Shape,
            Grid = _grid,
        };
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(settings, Plain));
        for (var left = _points.Values.Span; left.Length > 0; left = left[Math.Min(Slice, left.Length)..])
            hash.AppendData(MemoryMarshal.AsBytes(left[..Math.Min(Slice, left.Length)]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The public settings of a network; of one whose settings are no plain values its type alone is known.
    private static string Describe(IDenoiser denoiser)
    {
        try
        {
            return JsonSerializer.Serialize(denoiser, denoiser.GetType(), Plain);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static IReadOnlyList<IBatchLoss> Losses(TrainingOptions options) =>
        options.DiversityWeight > 0 ? [new MeanSquaredError(), new DiversityLoss(options.DiversityWeight)] : [new MeanSquaredError()];

    private static IReadOnlyList<IParameterLoss> Penalties(NoiseGrid? grid, IReadOnlyList<Parameter> parameters) =>
        grid is { L1Weight: > 0 } ? [new GridL1Penalty(parameters.Single(p => p.Name == grid.ParameterNames[^1]), grid.L1Weight)] : [];

    private unsafe void DrawTimesteps(int step, int rows)
    {
        var stream = RandomStreams.Timesteps(_options.Seed, step);
        Array.Fill(_rowOf, -1);
        for (var row = 0; row < rows; row++)
        {
            _timesteps[row] = stream.Below((ulong)row, _schedule.Timesteps);
            _rowOf[_timesteps[row]] = 0;
        }

        var workspace = _pass.Workspace;
        var distinct = 0;
        workspace.SetCounts(rows, Math.Min(rows, _schedule.Timesteps));
        for (var timestep = 0; timestep < _schedule.Timesteps; timestep++)
        {
            if (_rowOf[timestep] < 0)
                continue;
            workspace.Value(_graph.Timestep)[distinct][0] = timestep;
            workspace.Value(_graph.SignalScale!)[distinct][0] = (float)_schedule.SignalScale(timestep);
            workspace.Value(_graph.NoiseScale!)[distinct][0] = (float)_schedule.NoiseScale(timestep);
            _rowOf[timestep] = distinct++;
        }

        workspace.SetCounts(rows, distinct);
        for (var row = 0; row < rows; row++)
            workspace.TimestepOf.Pointer[row] = _rowOf[_timesteps[row]];
        workspace.AssignTimesteps();
    }

    private void Prepare(int first, int count)
    {
        var stream = RandomStreams.TrainingNoise(_options.Seed, _optimizer.Steps);
        var clean = _pass.Workspace.Value(_graph.Clean!);
        var noise = _pass.Workspace.Value(_graph.Noise!);
        for (var row = first; row < first + count; row++)
        {
            _points[_batch[row]].CopyTo(clean[row]);
            stream.FillNormal((ulong)row * (ulong)noise.Width, noise[row]);
        }
    }
}
