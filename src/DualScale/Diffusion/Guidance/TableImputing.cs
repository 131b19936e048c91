using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Blanks of a table of typed columns, drawn given what stands beside them.</summary>
public static class TableImputing
{
    /// <summary>The most draws.</summary>
    public const int MostDraws = 1000;

    private const int RowsAtOnce = 1 << 13;
    private const int MostCells = 1 << 28;

    /// <summary>
    /// Fills blanks by draws from the model's conditional law, each row's given what it holds. Where a blank is drawn, that cell
    /// is drawn again, given also those of the row that were filled; what is blank 256 times without a break, in one draw or over
    /// several, stays so from then on, as do identifiers. Draw k of a row is a function of the seed, the row's number and its
    /// values alone. What is kept of a draw are the cells that were filled.
    /// </summary>
    /// <param name="model">A model that was trained with conditions.</param>
    /// <param name="table">Rows with all columns of the model, in any order; others are left as they are.</param>
    /// <param name="draws">Draws, 1 to <see cref="MostDraws"/>. Default 1.</param>
    /// <param name="options">How; by the model's own sampler with seed 0 where null.</param>
    /// <param name="columns">
    /// The columns whose blanks are filled; all where null. Blanks of the others stay, and count as blank where the model has
    /// learned of blanks in that column, else as unknown.
    /// </param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">The model was trained without conditions, a column is missing or of another kind, a
    /// text was not there in training, a column to fill is none of the model's, or the number of draws or an
    /// option is outside its range.</exception>
    /// <exception cref="RunFailedException">The model sends samples out of range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TableImputation Impute(
        this TableModel model, Table table, int draws = 1, SamplingOptions? options = null, ColumnSelection? columns = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(table);
        columns ??= new ColumnSelection();
        columns.Require([.. model.Encoding.Schema.Columns.Select(column => column.Name)], "The model");
        options ??= new SamplingOptions();
        if (draws is < 1 or > MostDraws)
            throw new InvalidInputException($"The number of draws is {draws}; give 1 to {MostDraws}.");
        if (options.Given is not null || options.Start is not null)
            throw new InvalidInputException("What is given are the table's own values; leave given columns and start points out.");
        var nothing = new PointSet([.. model.Encoding.Names.Select(_ => float.NaN)], model.Encoding.Names);
        model.Model.Require(Math.Clamp(table.Rows, 1, Array.MaxLength / nothing.Columns), options with { Given = nothing });
        var cells = new OpenCells(table, model.Encoding, columns);
        if (draws * cells.Count > MostCells)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{draws} draws of {cells.Count:N0} blanks are over {MostCells:N0} cells; give fewer draws or fewer rows at a time."));
        }

        var (filled, rows) = (new List<double[][]>(), cells.Rows);
        for (var draw = 0; draw < draws; draw++)
        {
            cells.Begin();
            for (var done = 0; done < rows.Length; done += RowsAtOnce)
            {
                var part = rows[done..Math.Min(done + RowsAtOnce, rows.Length)];
                Fill(model, cells, part, draw, options, ShareOfWhole.Of(
                    progress, (long)draw * rows.Length + done, part.Length, (long)draws * rows.Length), cancellation);
            }

            filled.Add(cells.Drawn);
        }

        progress?.Report(1);
        return new TableImputation(table, cells.ToDraws(table, filled));
    }

    private static void Fill(
        TableModel model, OpenCells cells, int[] rows, int draw, SamplingOptions options, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        var known = model.Encoding.EncodeSome(
            rows, options.Seed, options.First, draw, model.GivesFlagsAlone, cells.Known(rows));
        var (values, made, tried) = (known.Values.ToArray(), new int[rows.Length], 0);
        var open = Open();
        while (open.Length > 0)
        {
            // Few rows are tried several times at once, at most as often as before in all.
            var times = Math.Clamp(RowsAtOnce / open.Length, 1, Math.Max(1, tried));
            tried += times;
            float[] given = [.. open.SelectMany(at => values.AsSpan(at * known.Columns, known.Columns).ToArray())];
            var tries = new SampleRows(open.Length * times, options.First)
            {
                Attempts = [.. open.SelectMany((at, i) => Enumerable.Range((draw << OpenCells.AttemptShift) + made[at], times)
                    .Select(attempt => (i, attempt)))],
                Numbers = [.. open.Select(at => rows[at])],
                AreFilled = true,
                Given = GivenColumns.Of(new PointSet(given, known.ColumnNames), model.Model, open.Length),
            };
            var drawn = new PointSet(model.Model.Draw(tries, options, progress: null, cancellation), known.ColumnNames);
            var table = model.Decode(drawn, 0);
            foreach (var (i, at) in open.Index())
                Keep(at, drawn, table, i * times, (i + 1) * times);
            open = Open();
            progress?.Report(1 - (double)open.Length / rows.Length);
        }

        int[] Open() => [.. Enumerable.Range(0, rows.Length).Where(at => cells.IsOpen(rows[at]))];

        ReadOnlySpan<float> Encode(int row, int place) => model.Encoding.EncodeSome(
            [row], options.Seed, options.First, draw, model.GivesFlagsAlone, [cells.Filled(place, row)])[0];

        // What was drawn is given from now on, as the network has it: later attempts were drawn without it.
        void Keep(int at, PointSet drawn, Table table, int from, int end)
        {
            for (IReadOnlyList<int> filled = []; from < end && filled.Count == 0 && cells.IsOpen(rows[at]); from++)
            {
                made[at]++;
                filled = cells.Take(rows[at], table, from, drawn[from]);
                foreach (var place in filled)
                {
                    var (first, width) = model.Encoding.Place(place);
                    var point = model.Encoding.Dependencies.Concern(place) ? Encode(rows[at], place) : drawn[from];
                    point.Slice(first, width).CopyTo(values.AsSpan(at * known.Columns + first));
                }
            }
        }
    }
}
