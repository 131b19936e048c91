namespace DualScale.Tables;

/// <summary>A kind whose cells are one of some texts: its columns are <see cref="CodeColumn"/>s.</summary>
public abstract record CodeKind : ColumnKind
{
    private protected CodeKind()
    {
    }

    /// <summary>The texts that a cell can be, in the order of their codes; none where any text is new.</summary>
    internal abstract IReadOnlyList<string> Texts { get; }
}
