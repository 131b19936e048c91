using System.Runtime.InteropServices;
using DualScale.Numerics;

namespace DualScale.Tables;

/// <summary>
/// The dependencies between a table's columns, and how rows that break them are mended. A network hardly learns which of many
/// texts goes with what else a row has, but does learn the few values that follow from them: so one of many that disagrees
/// with these is drawn anew among those that agree, by its share; otherwise what follows has what the other column says.
/// </summary>
/// <param name="all">At most one for each dependent, a determinant's own before those of which it is one.</param>
/// <param name="columns">The encodings of the table's columns.</param>
internal sealed class ColumnDependencies(IReadOnlyList<ColumnDependency> all, IReadOnlyList<ColumnEncoding> columns)
{
    /// <summary>How many values a network learns well enough to say what follows: as many texts have a column each.</summary>
    public const int Few = 32;

    // Those of fewest values first.
    private readonly int[] _ofMany =
    [
        .. all.Where(dependency => dependency.Values.Count > Few && columns[dependency.Determinant] is CodeEncoding)
            .Select(dependency => dependency.Determinant).Distinct().Reverse(),
    ];

    /// <summary>All of them.</summary>
    public IReadOnlyList<ColumnDependency> All => all;

    /// <summary>That of which a column is the dependent; null for none.</summary>
    public ColumnDependency? Of(int dependent) => all.FirstOrDefault(dependency => dependency.Dependent == dependent);

    /// <summary>Whether a column follows from another, or another from it.</summary>
    public bool Concern(int place) => all.Any(dependency => dependency.Dependent == place || dependency.Determinant == place);

    /// <summary>Mends rows.</summary>
    /// <param name="table">The columns of a table, which are replaced.</param>
    /// <param name="points">What they were decoded from, by which texts are drawn.</param>
    /// <param name="isFree">Whether a column, by its place, may be changed.</param>
    public void Mend(TableColumn[] table, PointSet points, Predicate<int> isFree)
    {
        foreach (var place in _ofMany.Where(place => isFree(place)))
        {
            var cells = new double[points.Count];
            for (var row = 0; row < cells.Length; row++)
            {
                cells[row] = table[place].Cell(row);
                if (Breaks(place, cells[row], Other))
                    cells[row] = Choose(place, cells[row], Other, points[row]);

                double? Other(int other) => table[other].Cell(row);
            }

            table[place] = TableColumn.OfCells(table[place].Schema, cells);
        }

        foreach (var dependency in all.Where(dependency => isFree(dependency.Dependent)))
            table[dependency.Dependent] = dependency.Repair(table);
    }

    /// <summary>Adds to what is known of a row what follows, and that from which alone it could follow.</summary>
    /// <param name="known">What is known of a column; null for nothing.</param>
    /// <param name="fillsBlanks">Whether columns that may be blank in any row are to have a value.</param>
    /// <param name="add">Takes the column from which one is known, that column, and its value.</param>
    public void Complete(Func<int, double?> known, bool fillsBlanks, Action<int, int, double> add)
    {
        foreach (var dependency in all.Reverse())
        {
            if (known(dependency.Dependent) is { } other && known(dependency.Determinant) is null &&
                columns[dependency.Determinant] is CodeEncoding && dependency.OnlySource(other) is { } source)
            {
                add(dependency.Dependent, dependency.Determinant, source);
            }
        }

        foreach (var dependency in all.Where(dependency => fillsBlanks || !dependency.BlanksVary))
        {
            if (known(dependency.Determinant) is { } value && known(dependency.Dependent) is null &&
                dependency.Of(value) is { } said)
            {
                add(dependency.Determinant, dependency.Dependent, said);
            }
        }
    }

    /// <summary>Whether a value says something else than what is known of columns that follow from it, or from these.</summary>
    /// <param name="determinant">Its column.</param>
    /// <param name="value">The value.</param>
    /// <param name="known">What is known of a column of the row; null for nothing.</param>
    public bool Breaks(int determinant, double value, Func<int, double?> known) => all.Any(dependency =>
        dependency.Determinant == determinant && Breaks(dependency, value, known));

    /// <summary>
    /// A value drawn by its share among those that agree with what is known of the columns that follow from it; where none
    /// agrees with all, with those of fewest values.
    /// </summary>
    /// <param name="determinant">Its column.</param>
    /// <param name="value">What it is where no value agrees with any.</param>
    /// <param name="known">What is known of a column of the row; null for nothing.</param>
    /// <param name="point">What decides the draw.</param>
    public double Choose(int determinant, double value, Func<int, double?> known, ReadOnlySpan<float> point)
    {
        double[]? agreeing = null;
        foreach (var dependency in all.Where(dependency => dependency.Determinant == determinant).Reverse())
        {
            double[] both = [.. (agreeing ?? dependency.Values.Keys).Where(key => !Breaks(dependency, key, known))];
            agreeing = both.Length > 0 ? both : agreeing;
        }

        if (agreeing is null || columns[determinant] is not CodeEncoding texts)
            return value;
        var left = Draw(point) * agreeing.Sum(texts.Count);
        foreach (var key in agreeing)
        {
            left -= texts.Count(key);
            if (left < 0)
                return key;
        }

        return agreeing[^1];
    }

    private bool Breaks(ColumnDependency dependency, double value, Func<int, double?> known) =>
        known(dependency.Dependent) is { } other ? !dependency.Allows(value, other)
            : dependency.Of(value) is { } said && Breaks(dependency.Dependent, said, known);

    // By the row itself, so that it does not depend on which rows are drawn with it.
    private static double Draw(ReadOnlySpan<float> point)
    {
        var key = 0UL;
        foreach (var bits in MemoryMarshal.Cast<float, uint>(point))
            key = new RandomStream(key, bits).Bits(0);
        return new RandomStream(key, 0).Uniform(0);
    }
}
