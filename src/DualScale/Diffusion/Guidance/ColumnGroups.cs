using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// Which columns are given together or not at all, such as those that stand for one category: adjacent ones, from the first
/// column on.
/// </summary>
public sealed class ColumnGroups
{
    /// <summary>Creates groups.</summary>
    /// <param name="widths">Columns in each, 1 to 1000; two groups at least, so that there is one to give and one to
    /// draw.</param>
    /// <exception cref="InvalidInputException">There are fewer groups, or one is of another width.</exception>
    public ColumnGroups(IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count < 2 || widths.Any(width => width is < 1 or > TableEncoding.MaxWidth))
        {
            throw new InvalidInputException(
                $"Conditions need two groups of columns or more of 1 to {TableEncoding.MaxWidth} columns each, and there are {widths.Count}; leave training.conditions at 0.");
        }

        Widths = widths;
    }

    /// <summary>Columns in each group.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>Columns in all.</summary>
    public int Columns => Widths.Sum();

    /// <summary>Each column by itself.</summary>
    /// <param name="columns">How many, at least 2.</param>
    /// <exception cref="InvalidInputException">There are fewer.</exception>
    public static ColumnGroups Each(int columns) => new([.. Enumerable.Repeat(1, columns)]);

    /// <summary>First column and width of each group.</summary>
    internal IEnumerable<(int First, int Width)> Ranges()
    {
        var first = 0;
        foreach (var width in Widths)
        {
            yield return (first, width);
            first += width;
        }
    }
}
