using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Evaluation.Quality;

/// <summary>
/// How good and how private a synthetic table is, of whatever generator: every measure beside what other real rows give in the
/// synthetic ones' place (docs/compare.md). Without held-out rows those are one half of the real rows against the other half;
/// with them, real rows against held-out ones.
/// </summary>
/// <param name="Rows">How many rows of each table the measures compare.</param>
/// <param name="RealRows">Rows of the real table.</param>
/// <param name="SyntheticRows">Rows of the synthetic table.</param>
/// <param name="HeldOutRows">Held-out rows; 0 where there are none.</param>
/// <param name="Seed">The seed of the rows drawn.</param>
/// <param name="Findings">A line for each measure that could be taken, in the order of <see cref="QualityMeasures"/>.</param>
/// <param name="Columns">All columns, the surest to differ first.</param>
/// <param name="Pairs">All pairs of columns, those that differ first and most first.</param>
/// <param name="Telling">By which columns boosted trees tell the tables apart, the most telling first.</param>
/// <param name="Utility">What training on synthetic rows gives; null without a target.</param>
/// <param name="Projection">Real and synthetic rows in a plane.</param>
/// <param name="LeftOut">Columns that are not compared, which are identifiers.</param>
/// <param name="Words">The verdict, a sentence each: on quality, and on privacy.</param>
public sealed record TableQuality(
    int Rows, int RealRows, int SyntheticRows, int HeldOutRows, ulong Seed, IReadOnlyList<QualityFinding> Findings,
    IReadOnlyList<ColumnDistance> Columns, IReadOnlyList<PairDistance> Pairs, IReadOnlyList<TellingColumn> Telling,
    UtilityScore? Utility, TableProjection Projection, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Words)
{
    private const int FewestRows = 10;

    /// <summary>What a measure found; null where it could not be taken.</summary>
    /// <param name="measure">Its name in <see cref="QualityMeasures"/>.</param>
    public QualityFinding? this[string measure] => Findings.FirstOrDefault(finding => finding.Measure == measure);

    /// <summary>Compares tables.</summary>
    /// <param name="real">The real rows, those that the generator was trained on.</param>
    /// <param name="synthetic">The synthetic rows, with the same columns in any order.</param>
    /// <param name="heldOut">Real rows that the generator has not seen; without them less can be said of privacy.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="progress">Gets the share of the work that is done, 0 to 1, on the calling thread. Default none.</param>
    /// <param name="cancellation">Stops within a fraction of a second.</param>
    /// <exception cref="InvalidInputException">Columns are missing or of another kind, there are too few rows, or an option is out
    /// of its range.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static TableQuality Compare(
        Table real, Table synthetic, Table? heldOut = null, TableQualityOptions? options = null,
        IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        options ??= new TableQualityOptions();
        DualScale.Options.Validate(options, "quality");
        var (columns, tables, leftOut) = AlignedTable.Align(
            heldOut is null ? [(real, "The real table"), (synthetic, "The synthetic table")]
                : [(real, "The real table"), (synthetic, "The synthetic table"), (heldOut, "The table of held-out rows")]);
        if (options.Target is { } target)
            RequireTarget(target, columns, leftOut, tables[0]);

        using var team = new ThreadTeam(options.Threads == 0 ? Environment.ProcessorCount : options.Threads);
        var data = Draw(tables, columns, options, new QualityWork(team, progress, cancellation));
        var findings = new List<QualityFinding>();
        var (done, all) = (0.0, QualityMeasures.Catalogue.Sum(entry => entry.Measure.Cost) + 1);
        foreach (var (_, _, _, measure) in QualityMeasures.Catalogue)
        {
            cancellation.ThrowIfCancellationRequested();
            data.Work.Begin(done / all, (done + measure.Cost) / all, (int)Math.Ceiling(measure.Cost));
            if (measure.Measure(data) is { } finding)
                findings.Add(finding);
            done += measure.Cost;
        }

        data.Work.Begin(done / all, 1, 1);
        var projection = Projector.Project(data);
        progress?.Report(1);
        var telling = columns.Zip(data.Classifier[0].Gains, (column, gain) => new TellingColumn(column.Name, gain))
            .OrderByDescending(column => column.Share);
        var quality = new TableQuality(
            data.Rows, real.Rows, synthetic.Rows, heldOut?.Rows ?? 0, options.Seed, findings, data.ColumnDistances.All,
            data.PairDistances.All, [.. telling], data.Utility.Score, projection, leftOut, []);
        return quality with { Words = QualityWords.Of(quality) };
    }

    /// <summary>The distances of single columns, without the rest of a comparison; null where there are too few rows.</summary>
    internal static IReadOnlyList<ColumnDistance>? CompareColumns(Table real, Table synthetic, CancellationToken cancellation)
    {
        if (Math.Min(synthetic.Rows, real.Rows / 2) < FewestRows)
            return null;
        var (columns, tables, _) = AlignedTable.Align([(real, "The real table"), (synthetic, "The synthetic table")]);
        using var team = new ThreadTeam(Environment.ProcessorCount);
        return Draw(tables, columns, new TableQualityOptions(), new QualityWork(team, progress: null, cancellation))
            .ColumnDistances.All;
    }

    private static void RequireTarget(string target, ComparedColumn[] columns, string[] leftOut, AlignedTable real)
    {
        var place = Array.FindIndex(columns, column => column.Name == target);
        if (place < 0 && leftOut.Contains(target))
        {
            throw new InvalidInputException(
                $"The target '{CellText.Shorten(target)}' is an identifier, which is not compared; give it another kind in a schema, or choose another target.");
        }

        if (place < 0)
        {
            throw new InvalidInputException(
                $"There is no column '{target}' to predict. {NameSuggestion.Hint(target, [.. columns.Select(column => column.Name)])}");
        }

        var name = CellText.Shorten(target);
        if (columns.Length == 1)
        {
            throw new InvalidInputException(
                $"The target '{name}' is the only column that is compared; there is no other column to predict it from.");
        }

        if (!real.Varies(place))
        {
            throw new InvalidInputException(
                $"The target '{name}' has the same value in all rows of the real table; there is nothing to predict, so choose another.");
        }
    }

    private static QualityData Draw(
        AlignedTable[] tables, ComparedColumn[] columns, TableQualityOptions options, QualityWork work)
    {
        var (real, synthetic) = (tables[0], tables[1]);
        var rows = Math.Min(options.Rows, synthetic.Rows);
        rows = tables.Length > 2 ? Math.Min(rows, Math.Min(real.Rows, tables[2].Rows)) : Math.Min(rows, real.Rows / 2);
        if (rows < FewestRows)
        {
            throw new InvalidInputException(
                $"Only {rows} rows of each table could be compared; give at least {FewestRows} synthetic rows, and {2 * FewestRows} real ones or {FewestRows} beside as many held-out ones.");
        }

        RowSet Take(AlignedTable table, ReadOnlySpan<int> order) => RowSet.Take(table, columns, order);
        int[] Order(int table) => RandomStreams.Quality(options.Seed, table).Order(tables[table].Rows);
        var ofReal = Order(0);
        var fresh = Take(real, ofReal.AsSpan(0, rows));
        int[] others = tables.Length > 2 ? ofReal : [.. ofReal.AsSpan(0, rows), .. ofReal.AsSpan(2 * rows)];
        var training = Math.Min(others.Length, options.Rows);
        return new QualityData
        {
            Options = options,
            Work = work,
            Columns = columns,
            Tables = tables,
            Fresh = fresh,
            Training = training > rows ? Take(real, others.AsSpan(0, training)) : fresh,
            Reference = tables.Length > 2
                ? Take(tables[2], Order(2).AsSpan(0, rows)) : Take(real, ofReal.AsSpan(rows, rows)),
            Synthetic = Take(synthetic, Order(1).AsSpan(0, rows)),
        };
    }
}
