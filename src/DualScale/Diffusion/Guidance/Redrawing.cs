using System.Globalization;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Samples under rules: rows that break one are drawn again.</summary>
public static class Redrawing
{
    private const int RowsAtOnce = 1 << 13;

    /// <summary>
    /// Draws samples that keep a rule, such as an interval or an order of columns. Sample i is a function of seed, rule and what
    /// is given of it, however many are drawn.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="count">Samples, at least 1, and no more than an array holds.</param>
    /// <param name="rule">Which rows are wanted.</param>
    /// <param name="options">How; by the model's own sampler with seed 0 where null.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    /// <exception cref="InvalidInputException">Fewer than one row in a thousand keeps the rule, of all or of those drawn for one
    /// sample, once 20,000 were drawn; or the count or an option is outside its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static AcceptedSamples SampleWhere(
        this DiffusionModel model, int count, RowRule rule, SamplingOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rule);
        return model.SampleWhere(
            count, drawn => row => rule(drawn[row]), () => "loosen it, or give columns their values", new RedrawnRows(),
            options ?? new SamplingOptions(), progress, cancellation);
    }

    /// <summary>The same with a rule that is told many rows at once.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">Samples.</param>
    /// <param name="rule">Of rows that were drawn, whether one is wanted; asked in the order of a sample's attempts, and no more
    /// once one is.</param>
    /// <param name="advice">What to do about a rule that hardly any row keeps.</param>
    /// <param name="redrawn">The rows of the parts before.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the share done, 0 to 1.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    internal static AcceptedSamples SampleWhere(
        this DiffusionModel model, int count, Func<PointSet, Predicate<int>> rule, Func<string> advice, RedrawnRows redrawn,
        SamplingOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (options.Start is not null)
            throw new InvalidInputException("Rows are drawn anew until they keep the rule; leave the start points out.");
        var (given, columns) = (model.Require(count, options), model.ColumnNames.Count);
        var accepted = new float[(long)count * columns];
        int[] open = [.. Enumerable.Range(0, count)];
        var (before, attempt) = (redrawn.Drawn, 0);
        while (open.Length > 0)
        {
            // Few rows are tried several times at once, at most as often as before in all.
            var times = Math.Clamp(RowsAtOnce / open.Length, 1, Math.Max(1, attempt));
            (int Row, int Attempt)[] tries =
                [.. open.SelectMany(row => Enumerable.Range(attempt, times).Select(k => (row, k)))];
            var rows = new SampleRows(tries.Length, options.First) { Attempts = tries, Given = given };
            var drawn = model.Draw(rows, options, progress: null, cancellation);
            var keeps = rule(new PointSet(drawn, model.ColumnNames));
            attempt += times;
            open = [.. open.Where((row, at) => !Keep(row, at * times))];
            progress?.Report(1 - (double)open.Length / count);
            if (open.Length > 0 && (attempt >= RedrawnRows.Enough || redrawn.IsRare))
            {
                throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                    $"{redrawn.Kept:N0} of {redrawn.Drawn:N0} rows drawn kept the rule, and row {options.First + open[0] + 1} none in {attempt:N0} attempts; {advice()}."));
            }

            bool Keep(int row, int first)
            {
                for (var i = first; i < first + times; i++)
                {
                    var isKept = keeps(i);
                    redrawn.Add(isKept);
                    if (!isKept)
                        continue;
                    drawn.AsSpan(i * columns, columns).CopyTo(accepted.AsSpan(row * columns));
                    return true;
                }

                return false;
            }
        }

        return new AcceptedSamples(new PointSet(accepted, model.ColumnNames), redrawn.Drawn - before);
    }
}
