using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Rows of a table under conditions: values are given, and rows that break another condition are drawn again.</summary>
public static class TableRedrawing
{
    /// <summary>
    /// Draws rows that keep conditions. A column with one value has it given and comes back with it; intervals, several values
    /// and rules hold because rows are drawn until they do, and so do single values where the model was trained without
    /// conditions. Row i is a function of seed and conditions, however many are drawn.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="count">Rows, at least 1.</param>
    /// <param name="conditions">What they must keep.</param>
    /// <param name="options">How; by the model's own sampler with seed 0 where null.</param>
    /// <param name="progress">Told the share done, 0 to 1, from any thread.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="TableConditionException">A condition is none, cannot hold or contradicts another.</exception>
    /// <exception cref="InvalidInputException">Fewer than one row in a thousand keeps them, of all or of those drawn for one row,
    /// once 20,000 were drawn; or the count or an option is outside its range.</exception>
    /// <exception cref="RunFailedException">The model sends samples out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static AcceptedRows SampleWhere(
        this TableModel model, int count, TableConditions conditions, SamplingOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(conditions);
        return model.Draw(
            count, model.Read(conditions), new RedrawnRows(), options ?? new SamplingOptions(), progress, cancellation);
    }

    /// <summary>Draws rows that keep conditions in parts, so that any number takes the memory of
    /// <see cref="TableModel.BatchRows"/>.</summary>
    /// <inheritdoc cref="SampleWhere" path="/exception"/>
    /// <param name="model">The model.</param>
    /// <param name="count">Rows, at least 1.</param>
    /// <param name="conditions">What they must keep.</param>
    /// <param name="options">How; by the model's own sampler with seed 0 where null.</param>
    /// <param name="progress">Told the share done, 0 to 1, from any thread.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <returns>The rows one after another: together those that <see cref="SampleWhere"/> draws.</returns>
    public static IEnumerable<AcceptedRows> StreamWhere(
        this TableModel model, long count, TableConditions conditions, SamplingOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(conditions);
        options ??= new SamplingOptions();
        RequireNothingGiven(options);
        var parts = SampleParts.Of(count, options, progress);
        return Drawn();

        IEnumerable<AcceptedRows> Drawn()
        {
            var (wanted, redrawn) = (model.Read(conditions), new RedrawnRows());
            foreach (var part in parts)
                yield return model.Draw(part.Rows, wanted, redrawn, part.Options, part.Progress, cancellation);
        }
    }

    private static WantedRows Read(this TableModel model, TableConditions conditions) =>
        WantedRows.Of(conditions, model.Encoding, gives: model.Model.Recipe.Conditions is not null);

    private static void RequireNothingGiven(SamplingOptions options)
    {
        if (options.Given is not null)
            throw new InvalidInputException("What is given stands in the conditions; leave given columns out.");
    }

    private static AcceptedRows Draw(
        this TableModel model, int count, WantedRows wanted, RedrawnRows redrawn, SamplingOptions options,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        RequireNothingGiven(options);
        model.Model.RequireRows(count, options);
        options = options with { Given = wanted.Encode(count, options.Seed, options.First, model.GivesFlagsAlone) };
        if (!wanted.HasTests)
            return new AcceptedRows(Read(model.Model.Sample(count, options, progress, cancellation)), count);
        var accepted = model.Model.SampleWhere(
            count, drawn => wanted.Keep(Read(drawn)), () => wanted.Advice, redrawn, options, progress, cancellation);
        return new AcceptedRows(Read(accepted.Points), accepted.Drawn);

        Table Read(PointSet points) => wanted.Restore(model.Decode(points, options.First), points);
    }
}
