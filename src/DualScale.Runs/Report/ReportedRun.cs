using DualScale.Tables;

namespace DualScale.Runs.Report;

/// <summary>What a report shows of a run.</summary>
/// <param name="Name">What the page calls it.</param>
/// <param name="Run">The run.</param>
/// <param name="Evaluation">What was measured of it.</param>
/// <param name="Samples">Samples to draw.</param>
/// <param name="Loss">The loss by step.</param>
/// <param name="Weights">w(t) for t = 0, 1, …; empty for other models.</param>
/// <param name="Gate">What the gate of a dual-expert model does; null for other models.</param>
/// <param name="Grids">The noise grids, coarse to fine; empty for other models.</param>
/// <param name="Way">Samples on their way from noise to points.</param>
/// <param name="Levels">How often continuous noise levels were trained on; null where that was not measured.</param>
/// <param name="Calls">Quality against network calls; empty where it was not measured.</param>
/// <param name="Density">The density of one or two columns; null where it was not measured.</param>
/// <param name="Table">Columns of a table in its own units; null where the data are points themselves.</param>
internal sealed record ReportedRun(
    string Name, Run Run, EvaluationResult Evaluation, PointSet Samples, IReadOnlyList<LossPoint> Loss,
    IReadOnlyList<(double Global, double Local)> Weights, GateView? Gate, IReadOnlyList<GridView> Grids,
    IReadOnlyList<(string Name, PointSet Points)> Way, LevelView? Levels, IReadOnlyList<CallsPoint> Calls,
    DensityView? Density, TableView? Table)
{
    /// <summary>
    /// Data, samples and fresh data, equally many of the latter two, to be compared column by column.
    /// </summary>
    public (PointSet Data, PointSet Samples, PointSet Fresh) Compared
    {
        get
        {
            var (reference, fresh) = Run.Data.Comparison(Samples.Count);
            return (reference, Samples.First(fresh.Count), fresh);
        }
    }
}
