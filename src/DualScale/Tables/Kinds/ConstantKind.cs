namespace DualScale.Tables;

/// <summary>One text in every cell that is not blank.</summary>
public sealed record ConstantKind : CodeKind
{
    /// <summary>The text.</summary>
    public string Value { get; init; } = "";

    internal override string Becomes => "kept as it is; nothing to learn";

    internal override IReadOnlyList<string> Texts => [Value];
}
