using System.Globalization;
using DualScale.Evaluation.Quality;
using DualScale.Runs.Documents;
using DualScale.Tables;

namespace DualScale.Runs.Quality;

/// <summary>The page on the quality of a table.</summary>
internal static class QualityPage
{
    private const int MostPairs = 12;
    private const int DrawnPairs = 4;

    public static IReadOnlyList<Block> Create(TableQuality quality, Table real, Table synthetic) =>
    [
        new Block.Heading(1, "Synthetic rows beside real ones"),
        new Block.Paragraph(Tables(quality)),
        .. quality.Words.Select(sentence => new Block.Paragraph(sentence)),
        new Block.Heading(2, "Measures"),
        new Block.Table(QualityText.Headers, [.. QualityText.Rows(quality, inWords: true)], TextColumns: 2),
        new Block.Paragraph(
            "Real rows: what other real rows give in the place of synthetic ones. ±: standard errors. Called a difference is what real rows would show less than once in a hundred times."),
        new Block.Heading(2, "Both tables in a plane"),
        new Block.Picture("projection", ProjectionFigure.Draw(quality.Projection), ""),
        new Block.Heading(2, "Columns"),
        new Block.Picture("marginals", MarginalFigure.Draw(quality.Columns, real, synthetic), MarginalFigure.Caption),
        new Block.Table(QualityText.ColumnHeaders, [.. QualityText.ColumnRows(quality)], TextColumns: 3),
        .. Pairs(quality, real, synthetic),
        .. Telling(quality),
    ];

    private static IEnumerable<Block> Pairs(TableQuality quality, Table real, Table synthetic)
    {
        if (quality.Pairs.Count == 0)
            return [];
        var apart = quality.Pairs.Where(pair => pair.Verdict == QualityVerdict.Apart).Take(DrawnPairs).ToArray();
        return
        [
            new Block.Heading(2, "Pairs of columns that differ most"),
            new Block.Table(QualityText.PairHeaders, [.. QualityText.PairRows(quality, MostPairs)], TextColumns: 3),
            .. (apart.Length > 0 ? apart : [.. quality.Pairs.Take(1)]).Select(
                (pair, i) => new Block.Picture($"pair-{i + 1}", PairFigure.Draw(pair, real, synthetic), "")),
        ];
    }

    private static IEnumerable<Block> Telling(TableQuality quality) =>
        quality[QualityMeasures.Classifier]!.Verdict != QualityVerdict.Apart ? [] :
        [
            new Block.Heading(2, "What tells the tables apart"),
            new Block.Table(["column", "share of what the trees learned"],
                [.. quality.Telling.Take(MostPairs).Select(
                    column => (string[])[column.Name, column.Share.ToString("P0", CultureInfo.InvariantCulture)])]),
        ];

    private static string Tables(TableQuality quality)
    {
        var heldOut = quality.HeldOutRows == 0 ? "" : $" and {quality.HeldOutRows:N0} held-out rows";
        return FormattableString.Invariant(
            $"{quality.SyntheticRows:N0} synthetic rows, {quality.RealRows:N0} real rows{heldOut}; {quality.Rows:N0} of each are compared, drawn with seed {quality.Seed}. {QualityText.LeftOut(quality)}").TrimEnd();
    }
}
