using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Blanks of a table of typed columns, drawn given what stands beside them.</summary>
public static class TableImputing
{
    /// <summary>The most draws.</summary>
    public const int MostDraws = 1000;

    // A blank is what a model may draw too. As many attempts at a cell are made before it is left so.
    private const int AttemptShift = 8;
    private const int RowsAtOnce = 1 << 13;
    private const int MostCells = 1 << 28;

    /// <summary>
    /// Fills blanks by draws from the model's conditional law, each row's given what it holds. Where a blank is drawn, that cell
    /// is drawn again, given also those of the row that were filled; what is blank 256 times stays so, as do identifiers. Draw k
    /// of a row is a function of the seed, the row's number and its values alone.
    /// </summary>
    /// <param name="model">A model that was trained with conditions.</param>
    /// <param name="table">Rows with all columns of the model, in any order; others are left as they are.</param>
    /// <param name="draws">Draws, 1 to <see cref="MostDraws"/>. Default 1.</param>
    /// <param name="options">How; by the model's own sampler with seed 0 where null.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">The model was trained without conditions, a column is missing or of another kind, a
    /// text was not there in training, or the number of draws or an option is outside its range.</exception>
    /// <exception cref="RunFailedException">The model sends samples out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TableImputation Impute(
        this TableModel model, Table table, int draws = 1, SamplingOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        options ??= new SamplingOptions();
        if (draws is < 1 or > MostDraws)
            throw new InvalidInputException($"The number of draws is {draws}; give 1 to {MostDraws}.");
        if (options.Given is not null || options.Start is not null)
            throw new InvalidInputException("What is given are the table's own values; leave given columns and start points out.");
        var known = model.Encoding.Adopt(model.Encoding.Arrange(table));
        var blanks = known.Columns.Sum(column => (long)column.Blanks);
        if (draws * blanks > MostCells)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{draws} draws of {blanks:N0} blanks are over {MostCells:N0} cells; give fewer draws or fewer rows at a time."));
        }

        var filled = new List<Table>();
        for (var draw = 0; draw < draws; draw++)
        {
            var cells = new OpenCells(known);
            for (var first = 0; first < known.Rows; first += RowsAtOnce)
            {
                Fill(model, cells, first, Math.Min(RowsAtOnce, known.Rows - first), draw, options, cancellation);
                progress?.Report((draw + Math.Min(1, (double)(first + RowsAtOnce) / known.Rows)) / draws);
            }

            var complete = cells.ToTable();
            filled.Add(new Table([.. table.Columns.Select(column =>
                model.Encoding.Schema.IndexOf(column.Name) is >= 0 and var place ? complete.Columns[place] : column)],
                table.Schema.Format));
        }

        return new TableImputation(table, filled);
    }

    private static void Fill(
        TableModel model, OpenCells cells, int first, int count, int draw, SamplingOptions options,
        CancellationToken cancellation)
    {
        options = options with { First = options.First + first };
        var points = model.Encoding.EncodeSome(count, options.Seed, options.First, cells.Known(first, count));
        var values = points.Values.ToArray();
        int[] open = [.. Enumerable.Range(0, count).Where(row => cells.IsOpen(first + row))];
        for (var attempt = 0; attempt < 1 << AttemptShift && open.Length > 0; attempt++)
        {
            var given = model.Model.Require(count, options with { Given = new PointSet([.. values], points.ColumnNames) });
            var rows = new SampleRows(open.Length, options.First)
            {
                Attempts = [.. open.Select(row => (row, (draw << AttemptShift) + attempt))],
                Given = given,
            };
            var drawn = new PointSet(model.Model.Draw(rows, options, progress: null, cancellation), points.ColumnNames);
            var table = model.Decode(drawn, options.First);
            for (var i = 0; i < open.Length; i++)
            {
                // What was drawn is given from now on, as the network has it.
                foreach (var column in cells.Take(first + open[i], table, i))
                {
                    var (from, width) = model.Encoding.Place(column);
                    drawn[i].Slice(from, width).CopyTo(values.AsSpan(open[i] * points.Columns + from));
                }
            }

            open = [.. open.Where(row => cells.IsOpen(first + row))];
        }
    }
}
