namespace DualScale.Tables;

/// <summary>
/// Which rows of a table are wanted, in the table's own notation (docs/conditions.md): numbers with its decimal sign, dates in
/// its format, nothing for a blank. All of them hold of every row.
/// </summary>
public sealed record TableConditions
{
    /// <summary>
    /// Values of columns: <c>species=Adelie</c>; an interval of numbers or dates, its ends among it, <c>mass=4000..5000</c>,
    /// <c>4000..</c> or <c>..5000</c>; several of these, <c>species=Adelie|Gentoo</c>. Default none.
    /// </summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>
    /// Comparisons by &lt;, &lt;=, =, !=, &gt;= or &gt; of a column with another or with a value, such as <c>born &lt;=
    /// married</c>. Of a blank &lt; and its like do not hold, unless <c>or blank</c> stands behind: <c>born &lt;= married or
    /// blank</c> is kept also by rows in which one of the columns is blank. For = and != a blank is a value of its own. Default
    /// none.
    /// </summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}
