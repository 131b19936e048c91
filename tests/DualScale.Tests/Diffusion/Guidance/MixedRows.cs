using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Tests.Diffusion.Guidance;

/// <summary>How rows of the mixed law are drawn and looked at.</summary>
internal static class MixedRows
{
    public static SamplingOptions Quick { get; } = new() { Sampler = new DpmSolverSampler { Steps = 25 }, Seed = 3 };

    // In another order, with a column that the model has not, and texts in another order.
    public static Table Blanks()
    {
        var schema = MixedLaw.Table().Schema.Columns;
        return new Table(
        [
            new NumberColumn(schema[2], [4.2, 2, 3, 1]),
            new CodeColumn(schema[0] with { Kind = new CategoryKind { Levels = ["cat", "bee"] } }, [1, -1, -1, 0]),
            new CodeColumn(new ColumnSchema("note", new CategoryKind { Levels = ["a"] }), [0, 0, 0, 0]),
            new NumberColumn(schema[1], [double.NaN, 3, double.NaN, double.NaN]),
        ]);
    }

    public static double[] Numbers(Table table, string column) => ((NumberColumn)table[column]).Values.ToArray();

    public static string Row(Table table, int row) => string.Join(';', table.Columns.Select(column => column.Text(row)));

    public static void Refused(string message, Func<object> action) =>
        Assert.Contains(message, Assert.Throws<InvalidInputException>(action).Message);

    // Within three standard errors of a mean of independent draws.
    public static void Near(double expected, double found, double variance, long count) =>
        Assert.InRange(Math.Abs(found - expected) / Math.Sqrt(Math.Max(variance, 1e-9) / count), 0, 3);
}
