namespace DualScale.Tables;

/// <summary>
/// What the cells of a column are, and how they are written. A kind is a file of its own and a line in
/// <see cref="ColumnKinds"/>.
/// </summary>
public abstract record ColumnKind
{
    private protected ColumnKind()
    {
    }

    /// <summary>The kind's name, as a schema writes it.</summary>
    public string KindName => ColumnKinds.NameOf(this);

    /// <summary>What becomes of the column when a network learns it, in words.</summary>
    internal abstract string Becomes { get; }

    /// <summary>Checks the options.</summary>
    /// <param name="place">Where they stand, for messages.</param>
    /// <exception cref="InvalidInputException">One is outside its range.</exception>
    internal virtual void Validate(string place)
    {
    }
}
