using DualScale.Tables;

namespace DualScale.Evaluation;

/// <summary>
/// Two tables compared by their divergence. The estimate leans on how many points there are, so like is compared with like: from
/// the real table two sets of equal size are drawn that share no row, and as many rows of the generated one. The divergence is
/// between the first set and the generated rows, its floor between the first set and the second.
/// </summary>
/// <param name="Divergence">The divergence.</param>
/// <param name="Real">The real rows it stands on.</param>
/// <param name="Generated">The generated rows it stands on.</param>
/// <param name="ForwardFloor">The floor of the forward divergence; null where all rows were compared.</param>
/// <param name="ReverseFloor">
/// The floor of the reverse divergence, as that one from the second set to the first; null where all rows were compared.
/// </param>
public sealed record TableComparison(
    Divergence Divergence, int Real, int Generated, DivergenceFloor? ForwardFloor, DivergenceFloor? ReverseFloor)
{
    private const int FloorDraws = 10;

    /// <summary>Compares tables.</summary>
    /// <param name="real">The real rows, [n, columns].</param>
    /// <param name="generated">The generated rows, [m, columns], in the same order of columns.</param>
    /// <param name="options">How; the defaults where null.</param>
    /// <param name="progress">Gets the share of the work that is done, 0 to 1, on the calling thread. Default none.</param>
    /// <param name="cancellation">Stops within a fraction of a second.</param>
    /// <exception cref="InvalidInputException">There are too few rows, a column is constant, or an option is out of its
    /// range.</exception>
    /// <exception cref="OperationCanceledException">The cancellation was asked for.</exception>
    public static TableComparison Of(
        PointSet real,
        PointSet generated,
        ComparisonOptions? options = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        options ??= new ComparisonOptions();
        KlDivergence.Check(real, generated, options.K, options.Threads);
        if (options.Standardize)
        {
            var scaling = Standardization.Fit(real);
            (real, generated) = (scaling.Apply(real), scaling.Apply(generated));
        }

        if (options.AllRows)
            return new TableComparison(Estimate(real, generated, 0, 1), real.Count, generated.Count, null, null);

        var rows = Math.Min(real.Count / 2, generated.Count);
        if (rows <= options.K)
        {
            throw new InvalidInputException(
                $"Half of the {real.Count} real rows are too few for a floor with k = {options.K}; "
                + $"give at least {2 * options.K + 2} rows, a smaller k, or compare all rows without a floor.");
        }

        var divergence = default(Divergence);
        var floors = new Divergence[FloorDraws];
        for (var draw = 0; draw < FloorDraws; draw++)
        {
            var order = RandomStreams.Comparison(options.Seed, draw, 0).Order(real.Count);
            var (first, second) = (HoldOut.Take(real, order.AsSpan(0, rows)), HoldOut.Take(real, order.AsSpan(rows, rows)));
            if (draw == 0)
            {
                var ofGenerated = RandomStreams.Comparison(options.Seed, draw, 1).Order(generated.Count);
                divergence = Estimate(first, HoldOut.Take(generated, ofGenerated.AsSpan(0, rows)), 0, FloorDraws + 1);
            }

            floors[draw] = Estimate(first, second, draw + 1, FloorDraws + 1);
        }

        return new TableComparison(
            divergence,
            rows,
            rows,
            DivergenceFloor.Of([.. floors.Select(floor => floor.Forward)]),
            DivergenceFloor.Of([.. floors.Select(floor => floor.Reverse)]));

        Divergence Estimate(PointSet p, PointSet q, int part, int parts) =>
            KlDivergence.Estimate(
                p, q, options.K, options.Threads, ShareOfWhole.Of(progress, part, 1, parts), cancellation);
    }
}
