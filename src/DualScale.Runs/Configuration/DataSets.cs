using DualScale.Tables;

namespace DualScale.Runs.Configuration;

/// <summary>The point sets of a run.</summary>
/// <param name="Training">What the model is trained on.</param>
/// <param name="HeldOut">Points for the evaluation loss.</param>
/// <param name="Real">All points.</param>
/// <param name="Scaling">How columns are scaled for the network: tables standardised, shapes too where noise levels are
/// continuous, and otherwise as they are, as in the papers.</param>
public sealed record DataSets(PointSet Training, PointSet HeldOut, PointSet Real, Standardization Scaling)
{
    private const int HeldOutPoints = 10_000;

    // As many as the papers' shapes have; among a million each estimate would take minutes.
    private const int MostReference = 100_000;

    /// <summary>
    /// How the columns of a table become those of the points; null where the points are the data themselves.
    /// </summary>
    public TableEncoding? Encoding { get; private init; }

    private Func<int, int, PointSet>? Fresh { get; init; }

    // By which equal values of samples are spread: not as those of the data are.
    private ulong Spread { get; init; }

    /// <summary>
    /// Samples as the data are: of a table the rows that they become, encoded as its own are, so that texts are those of the
    /// table and whole numbers whole. As they are where the points are the data, or where one is not finite.
    /// </summary>
    internal PointSet AsData(PointSet samples) =>
        Encoding is { } encoding && samples.IndexOfNotFinite() < 0 ? encoding.Encode(encoding.Decode(samples), Spread) : samples;

    /// <summary>
    /// Two sets of real points: what samples are compared with, and what takes the samples' place for the floor of the
    /// divergence. Of a shape all points and fresh ones; of a table its two halves, of at most 100,000 rows, so that a
    /// divergence and its floor stand on the same numbers of points.
    /// </summary>
    /// <param name="count">The most points of the second set, at least 1.</param>
    /// <param name="draw">Which fresh points, or which halves, 0 and up; others each time. Default 0.</param>
    public (PointSet Reference, PointSet Fresh) Comparison(int count, int draw = 0)
    {
        if (Fresh is not null)
            return (Real, Fresh(count, draw));
        var (reference, fresh) = Tables.HoldOut.Split(Real, 0.5, RandomStreams.Halves(draw));
        return (reference.First(MostReference), fresh.First(count));
    }

    /// <summary>Encodes and splits a table of typed columns.</summary>
    /// <param name="configuration">The configuration, whose seed decides what is held out.</param>
    /// <param name="table">The table.</param>
    /// <exception cref="InvalidInputException">There is nothing to learn in a column that is no constant, or in none.</exception>
    public static DataSets Create(RunConfiguration configuration, Table table)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(table);
        return Create(configuration, table, TableEncoding.Fit(table));
    }

    internal static DataSets Create(RunConfiguration configuration, Table table, TableEncoding encoding)
    {
        var points = encoding.Encode(table, configuration.Training.Seed);
        var (training, heldOut) = Tables.HoldOut.Split(
            points, configuration.Data.HeldOut, RandomStreams.HoldOut(configuration.Training.Seed));
        return new DataSets(training, heldOut, points, Standardization.Identity(points.Columns))
        {
            Encoding = encoding,
            Spread = ~configuration.Training.Seed,
        };
    }

    /// <summary>Draws or splits the data of a configuration.</summary>
    /// <param name="configuration">The configuration, whose seed decides what is drawn.</param>
    /// <param name="table">The table, where the source is a file; null for a shape.</param>
    /// <exception cref="InvalidInputException">There is no such shape, or a column is constant.</exception>
    public static DataSets Create(RunConfiguration configuration, PointSet? table)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var (options, seed) = (configuration.Data, configuration.Training.Seed);
        if (table is not null)
        {
            var scaling = Standardization.Fit(table);
            var (training, heldOut) = Tables.HoldOut.Split(table, options.HeldOut, RandomStreams.HoldOut(seed));
            return new DataSets(training, heldOut, table, scaling);
        }

        var points = Shapes.Generate(options.Source, options.Points, RandomStreams.Data(seed, 0));
        return new DataSets(points, Shapes.Generate(
            options.Source, HeldOutPoints, RandomStreams.Data(seed, 1)), points,
            configuration.Diffusion.Levels == LevelKind.Continuous
                ? Standardization.Fit(points) : Standardization.Identity(points.Columns))
        {
            Fresh = (count, draw) => Shapes.Generate(options.Source, count, RandomStreams.Data(seed, 2 + draw)),
        };
    }
}
