namespace DualScale.Tables;

/// <summary>A kind whose cells have an order and distances: its columns are <see cref="NumberColumn"/>s.</summary>
public abstract record NumberKind : ColumnKind
{
    /// <summary>The most characters a written cell has.</summary>
    internal const int LongestCell = 512;

    private protected NumberKind()
    {
    }

    /// <summary>Whether what is generated is held to the range that was observed. Default false: tails go on.</summary>
    public bool Bounded { get; init; }

    /// <summary>The distance between neighbouring values; 0 where there is none, as between floating-point numbers.</summary>
    internal abstract double Unit { get; }

    private protected string Tails => Bounded ? "held to its range" : "tails go on";

    /// <summary>Whether a column whose values are all on one side of zero stays there.</summary>
    internal virtual bool KeepsSign => true;

    /// <summary>What a cell should be, for messages.</summary>
    internal abstract string Wanted { get; }

    /// <summary>Reads a cell.</summary>
    /// <param name="cell">The cell in UTF-8, not blank.</param>
    /// <param name="value">Its value.</param>
    internal abstract bool TryParse(ReadOnlySpan<byte> cell, out double value);

    /// <summary>Writes a cell and returns its length.</summary>
    /// <param name="value">A value of the kind.</param>
    /// <param name="destination">At least <see cref="LongestCell"/> characters.</param>
    internal abstract int Write(double value, Span<char> destination);

    /// <summary>The value of the kind that is nearest to a number.</summary>
    internal abstract double Nearest(double number);
}
