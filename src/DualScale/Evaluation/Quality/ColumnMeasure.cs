namespace DualScale.Evaluation.Quality;

/// <summary>The mean distance of columns one by one.</summary>
internal sealed class ColumnMeasure : QualityMeasure
{
    public override QualityFinding Measure(QualityData data)
    {
        var (columns, floors) = data.ColumnDistances;
        string[] apart = [.. columns.Where(column => column.Verdict == QualityVerdict.Apart).Select(column => column.Name)];
        var deviation = PairedTest.Of(floors).Deviation;
        return new QualityFinding(
            QualityMeasures.Columns, columns.Average(column => column.Distance), deviation, floors.Average(),
            deviation / Math.Sqrt(floors.Length), data.Rows, apart.Length > 0 ? QualityVerdict.Apart : QualityVerdict.Alike,
            apart.Length == 0
                ? "no column differs from the real one by more than chance"
                : Words.Of($"{apart.Length} of {columns.Count} columns {(apart.Length == 1 ? "differs" : "differ")}: {Words.Names(apart)}"));
    }
}
