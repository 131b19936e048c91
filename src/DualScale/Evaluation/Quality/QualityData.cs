namespace DualScale.Evaluation.Quality;

/// <summary>
/// What the measures of a comparison share: sets of rows in random order, and what was found once. The real rows that synthetic
/// ones are compared with, the reference, are held-out rows where there are any, else half of those drawn; fresh rows are others.
/// </summary>
internal sealed class QualityData
{
    private readonly Dictionary<RowSet, MixedRows> _points = [];
    private readonly Dictionary<(RowSet, RowSet), NearestRows> _nearest = [];
    private RowSet? _pool;
    private bool[][]? _halves;
    private MixedSpace? _space;
    private (IReadOnlyList<ColumnDistance>, double[])? _columnDistances;
    private (IReadOnlyList<PairDistance>, double[])? _pairDistances;
    private (RocArea, double[])[]? _classifier;
    private (UtilityScore?, int)? _utility;

    /// <summary>Neighbours that are kept of each row, enough for every measure.</summary>
    public const int Neighbours = 3;

    public required TableQualityOptions Options { get; init; }

    public required QualityWork Work { get; init; }

    public required IReadOnlyList<ComparedColumn> Columns { get; init; }

    /// <summary>The whole tables: real, synthetic, and held-out rows where there are any.</summary>
    public required IReadOnlyList<AlignedTable> Tables { get; init; }

    /// <summary>Real rows to compare with.</summary>
    public required RowSet Reference { get; init; }

    /// <summary>Other real rows, as many: those that a generator may have been trained on.</summary>
    public required RowSet Fresh { get; init; }

    /// <summary>Synthetic rows, as many.</summary>
    public required RowSet Synthetic { get; init; }

    /// <summary>The fresh rows and more of those that a generator may have been trained on, none of the reference.</summary>
    public required RowSet Training { get; init; }

    /// <summary>Whether the reference are rows that the generator has not seen.</summary>
    public bool HasHeldOut => Tables.Count > 2;

    public int Rows => Reference.Count;

    public int[] Unseen => Tables[1].Unseen;

    public RowSet Pool => _pool ??= Reference.Append(Fresh);

    public bool[][] Halves => _halves ??= HalvesOfPool.Draw(Pool.Count, Options.Seed);

    public MixedSpace Space => _space ??= new MixedSpace(Columns, Pool);

    public (IReadOnlyList<ColumnDistance> All, double[] FloorMeans) ColumnDistances =>
        _columnDistances ??= Quality.ColumnDistances.Of(this);

    public (IReadOnlyList<PairDistance> All, double[] FloorMeans) PairDistances =>
        _pairDistances ??= Quality.PairDistances.Of(this);

    /// <summary>The classifier on synthetic against reference rows, and on fresh ones.</summary>
    public (RocArea Area, double[] Gains)[] Classifier => _classifier ??=
        TwoSampleClassifier.Of([(Reference, Synthetic), (Reference, Fresh)], Columns, Work);

    public (UtilityScore? Score, int Rows) Utility => _utility ??= TrainSyntheticTestReal.Of(this);

    /// <summary>Rows as points.</summary>
    public MixedRows Points(RowSet rows) =>
        _points.TryGetValue(rows, out var points) ? points : _points[rows] = Space.Place(rows);

    /// <summary>The nearest rows of a set around each row of another, or of its own, in which no row finds itself.</summary>
    public NearestRows Nearest(RowSet around, RowSet among) => _nearest.TryGetValue((around, among), out var nearest)
        ? nearest : _nearest[(around, among)] = MixedSearch.Nearest(Points(around), Points(among), Neighbours, Work);
}
