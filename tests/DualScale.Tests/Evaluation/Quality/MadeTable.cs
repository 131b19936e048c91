using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Tests.Evaluation.Quality;

/// <summary>Tables of known laws.</summary>
internal static class MadeTable
{
    /// <summary>
    /// Correlated normals a and b, a lognormal c, a category d that follows a, and blanks in c where d is "red" half of the time.
    /// </summary>
    public static Table Mixed(int rows, ulong seed, double correlation = 0.8, double shift = 0)
    {
        var z = new float[4 * rows];
        var u = new float[2 * rows];
        new RandomStream(seed, 0).FillNormal(0, z);
        new RandomStream(seed, 1).FillUniform(0, u);
        var (a, b, c, d) = (new double[rows], new double[rows], new double[rows], new string[rows]);
        for (var i = 0; i < rows; i++)
        {
            a[i] = z[4 * i];
            b[i] = correlation * z[4 * i] + Math.Sqrt(1 - correlation * correlation) * z[4 * i + 1];
            d[i] = a[i] + z[4 * i + 2] > 0.8 ? "red" : u[2 * i] < 0.3 ? "green" : "blue";
            c[i] = d[i] == "red" && u[2 * i + 1] < 0.5 ? double.NaN : Math.Exp(z[4 * i + 3] + shift);
        }

        return new Table([Numbers("a", a), Numbers("b", b), Numbers("c", c), Texts("d", d)]);
    }

    /// <summary>Independent normals.</summary>
    public static Table Normals(int rows, int columns, ulong seed)
    {
        var z = new float[rows * columns];
        new RandomStream(seed, 0).FillNormal(0, z);
        return new Table([.. Enumerable.Range(0, columns).Select(column => Numbers(
            $"x{column}", [.. Enumerable.Range(0, rows).Select(row => (double)z[row * columns + column])]))]);
    }

    public static TableColumn Numbers(string name, params double[] values) =>
        new NumberColumn(new ColumnSchema(name, new ContinuousKind()), values);

    public static TableColumn Texts(string name, params string[] texts)
    {
        string[] levels = [.. texts.Distinct().Where(text => text.Length > 0).Order(StringComparer.Ordinal)];
        return new CodeColumn(
            new ColumnSchema(name, new CategoryKind { Levels = levels }), [.. texts.Select(text => Array.IndexOf(levels, text))]);
    }

    /// <summary>The table with one column in another's place.</summary>
    public static Table With(this Table table, TableColumn column) =>
        new([.. table.Columns.Select(own => own.Name == column.Name ? column : own)]);

    /// <summary>The table with one column more.</summary>
    public static Table And(this Table table, TableColumn column) => new([.. table.Columns, column]);

    /// <summary>The numbers of a column.</summary>
    public static double[] Values(this Table table, string name) => ((NumberColumn)table[name]).Values.ToArray();

    /// <summary>Some rows one after another.</summary>
    public static Table Rows(this Table table, int first, int count) => table.Take([.. Enumerable.Range(first, count)]);
}
