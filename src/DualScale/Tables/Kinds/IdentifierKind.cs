namespace DualScale.Tables;

/// <summary>
/// Another text in every row, or nearly: there is nothing to learn in it, so generated rows are numbered anew, from 1.
/// </summary>
public sealed record IdentifierKind : CodeKind
{
    internal override string Becomes => "numbered anew; nothing to learn";

    internal override IReadOnlyList<string> Texts => [];
}
