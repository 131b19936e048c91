using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Blanks of a table, drawn given what stands beside them.</summary>
public static class Imputing
{
    private const int MostNumbers = 1 << 28;

    /// <summary>
    /// Fills blanks by draws from the model's conditional law, each row's given what it holds. Draw k of a row is a function of
    /// the seed, the row's number and its values alone.
    /// </summary>
    /// <param name="model">A model that was trained with conditions.</param>
    /// <param name="points">Rows of the model's columns in the data's own units, NaN where blank.</param>
    /// <param name="draws">Draws, 1 to 10,000. Default 1.</param>
    /// <param name="options">How; by the model's own sampler with seed 0 where null.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">The model was trained without conditions, the points have other columns or a value
    /// that is infinite, or the number of draws or an option is outside its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Imputation Impute(
        this DiffusionModel model, PointSet points, int draws = 1, SamplingOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(points);
        options ??= new SamplingOptions();
        if (draws is < 1 or > 10_000)
            throw new InvalidInputException($"The number of draws is {draws}; give 1 to 10000.");
        if (options.Given is not null || options.Start is not null)
            throw new InvalidInputException("What is given are the table's own values; leave given columns and start points out.");
        if ((long)draws * points.Values.Length > MostNumbers)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{draws} draws of {points.Count:N0} rows are over {MostNumbers:N0} numbers; give fewer draws or fewer rows at a time."));
        }

        var given = model.Require(points.Count, options with { Given = points })!;
        int[] blank = [.. Enumerable.Range(0, points.Count).Where(row => given.Mask(row).Contains(0))];
        var filled = new List<PointSet>();
        for (var draw = 0; draw < draws; draw++)
        {
            var values = points.Values.ToArray();
            if (blank.Length > 0)
            {
                (int, int)[] attempts = [.. blank.Select(row => (row, draw))];
                var rows = new SampleRows(attempts.Length, options.First)
                {
                    Attempts = attempts,
                    Given = given,
                    AreFilled = true,
                };
                var drawn = model.Draw(rows, options, progress: null, cancellation);
                for (var i = 0; i < blank.Length; i++)
                    drawn.AsSpan(i * points.Columns, points.Columns).CopyTo(values.AsSpan(blank[i] * points.Columns));
            }

            filled.Add(new PointSet(values, points.ColumnNames));
            progress?.Report((draw + 1.0) / draws);
        }

        return new Imputation(filled);
    }
}
