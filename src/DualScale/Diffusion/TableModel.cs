using System.Text.Json.Nodes;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>A model of a table of typed columns: what draws the network's columns, and what they stand for.</summary>
/// <param name="model">The model; disposed of with this one.</param>
/// <param name="encoding">What its columns stand for.</param>
public sealed class TableModel(DiffusionModel model, TableEncoding encoding) : IDisposable
{
    /// <summary>Rows that are in memory at once while samples are streamed.</summary>
    public const int BatchRows = 1 << 16;

    /// <summary>What draws the network's columns.</summary>
    public DiffusionModel Model { get; } = model ?? throw new ArgumentNullException(nameof(model));

    /// <summary>What they stand for.</summary>
    public TableEncoding Encoding { get; } = encoding ?? throw new ArgumentNullException(nameof(encoding));

    // What is known of blanks are discrete columns; a model without them was trained with the numbers under blanks.
    internal bool GivesFlagsAlone => Model.Recipe.BlankNumbers.Count() == Encoding.BlankNumbers;

    /// <summary>Reads a model.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidInputException">The file is missing, damaged, or no model of a table of typed columns.</exception>
    public static TableModel Load(string path)
    {
        var encoding = ModelFile.ReadEncoding(path) ?? throw new InvalidInputException(
            $"{path} is a model of points, not of a table with typed columns; load it with ModelFile.Load.");
        return new TableModel(ModelFile.Load(path), encoding);
    }

    /// <summary>Writes the model, with all that sampling needs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configuration">What it was trained with, kept as it is; nothing where null.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Save(string path, JsonObject? configuration = null) => ModelFile.Save(Model, path, configuration, Encoding);

    /// <summary>Draws rows.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">How; by the model's own sampler with seed 0 where null.</param>
    /// <param name="progress">Told the share done, 0 to 1, from any thread.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">The count or an option is outside its range.</exception>
    /// <exception cref="RunFailedException">The model sends samples out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public Table Sample(
        int count, SamplingOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default) =>
        Decode(Model.Sample(count, options, progress, cancellation), options?.First ?? 0);

    /// <summary>Draws rows in parts, so that any number takes the memory of <see cref="BatchRows"/>.</summary>
    /// <inheritdoc cref="Sample" path="/exception"/>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="options">How; by the model's own sampler with seed 0 where null.</param>
    /// <param name="progress">Told the share done, 0 to 1, from any thread.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <returns>The tables one after another: together the rows that <see cref="Sample"/> draws.</returns>
    public IEnumerable<Table> Stream(
        long count, SamplingOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default) =>
        SampleParts.Of(count, options ?? new SamplingOptions(), progress)
            .Select(part => Sample(part.Rows, part.Options, part.Progress, cancellation));

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();

    /// <summary>Rows of the table.</summary>
    /// <exception cref="RunFailedException">Some are out of range.</exception>
    internal Table Decode(PointSet points, long first) => points.IndexOfNotFinite() < 0 ? Encoding.Decode(points, first)
        : throw new RunFailedException(
            "Some samples grew out of range; train the model longer, or take another sampler or more of its steps.");
}
