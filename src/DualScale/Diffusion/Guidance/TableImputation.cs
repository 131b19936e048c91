using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>A table of typed columns whose blanks were drawn, once or several times.</summary>
/// <param name="Table">The table with its blanks.</param>
/// <param name="Draws">The filled tables, at least one; what the table held is the same in all of them.</param>
public sealed record TableImputation(Table Table, IReadOnlyList<Table> Draws)
{
    /// <summary>How many cells of the table are blank.</summary>
    public long Blanks => Table.Columns.Sum(column => (long)column.Blanks);

    /// <summary>How many of them stayed blank in one of the draws or more.</summary>
    public long LeftBlank => Enumerable.Range(0, Table.Columns.Count).Sum(place =>
    {
        var blank = BlanksOf(place);
        var draws = Cells(place, blank);
        return Enumerable.Range(0, blank.Length).LongCount(i => draws.Any(cells => cells.IsBlank(i)));
    });

    /// <summary>
    /// The table with each blank filled by the mean of the draws, rounded to what its column may have, or by the text that was
    /// drawn most often, of equals the first of the column's; columns that follow from others have what these say. What is blank
    /// in all draws stays so.
    /// </summary>
    /// <param name="share">The share of draws that an interval holds, above 0 and below 1. Default 0.9.</param>
    /// <returns>The table, and a spread for each column whose blanks were filled, in its order.</returns>
    /// <exception cref="InvalidInputException">The share is outside its range.</exception>
    public (Table Filled, IReadOnlyList<ImputedSpread> Spreads) Summarize(double share = 0.9)
    {
        if (!(share > 0 && share < 1))
            throw new InvalidInputException(FormattableString.Invariant($"The share is {share}; give a number between 0 and 1."));
        var (columns, spreads) = (Draws[0].Columns.ToArray(), new List<ImputedSpread>());
        for (var place = 0; place < columns.Length; place++)
        {
            var blank = BlanksOf(place);
            if (blank.Length == 0 || columns[place].Schema.Kind is IdentifierKind ||
                Draws is FilledDraws draws && !draws.Fills(place))
            {
                continue;
            }

            (columns[place], var spread) = columns[place] is NumberColumn numbers
                ? Numbers(numbers, place, blank, share) : Codes((CodeColumn)columns[place], place, blank);
            spreads.Add(spread);
        }

        (Draws as FilledDraws)?.Follow(columns);
        return (new Table(columns, Table.Schema.Format), spreads);
    }

    private int[] BlanksOf(int place) => [.. Enumerable.Range(0, Table.Rows).Where(Table.Columns[place].IsBlank)];

    // Without a table of each draw, where it can be.
    private TableColumn[] Cells(int place, int[] blank) => [.. Enumerable.Range(0, Draws.Count).Select(draw =>
        Draws is FilledDraws filled ? filled.Cells(draw, place, blank) : Draws[draw].Columns[place].Take(blank))];

    private (TableColumn Filled, ImputedSpread Spread) Numbers(NumberColumn column, int place, int[] blank, double share)
    {
        var (filled, low, high) = (column.Values.ToArray(), Blank(), Blank());
        var draws = Cells(place, blank);
        foreach (var (i, row) in blank.Index())
        {
            double[] drawn = [.. draws.Select(cells => ((NumberColumn)cells).Values[i])
                .Where(value => !double.IsNaN(value)).Order()];
            if (drawn.Length == 0)
                continue;
            filled[row] = Nearest(drawn.Average());
            low[row] = Nearest(Quantiles.Of<double>(drawn, (1 - share) / 2));
            high[row] = Nearest(Quantiles.Of<double>(drawn, (1 + share) / 2));
        }

        return (new NumberColumn(column.Schema, filled), new ImputedSpread(
            column.Name, new NumberColumn(column.Schema, low), new NumberColumn(column.Schema, high), null));

        double Nearest(double number) =>
            Draws is FilledDraws filled ? filled.Nearest(place, number) : column.Kind.Nearest(number);

        double[] Blank() => [.. Enumerable.Repeat(double.NaN, Table.Rows)];
    }

    private (TableColumn Filled, ImputedSpread Spread) Codes(CodeColumn column, int place, int[] blank)
    {
        var (filled, shares) = (column.Codes.ToArray(), Enumerable.Repeat(double.NaN, Table.Rows).ToArray());
        var draws = Cells(place, blank);
        foreach (var (i, row) in blank.Index())
        {
            var most = draws.Select(cells => ((CodeColumn)cells).Codes[i]).Where(code => code >= 0)
                .CountBy(code => code).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).FirstOrDefault();
            if (most.Value == 0)
                continue;
            (filled[row], shares[row]) = (most.Key, (double)most.Value / Draws.Count);
        }

        return (new CodeColumn(column.Schema, filled, column.Texts), new ImputedSpread(column.Name, null, null, shares));
    }
}
