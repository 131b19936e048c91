namespace DualScale.Tables;

/// <summary>A column of texts: <see cref="CodeKind"/>.</summary>
public sealed class CodeColumn : TableColumn
{
    /// <summary>The code of a blank.</summary>
    public const int BlankCode = -1;

    private readonly int[] _codes;

    /// <summary>Wraps an array, without copying it.</summary>
    /// <param name="schema">What the column is; of a <see cref="CodeKind"/>.</param>
    /// <param name="codes">A code a row, <see cref="BlankCode"/> for a blank; owned by the column from here on.</param>
    /// <param name="texts">The text of each code; those of the kind where null.</param>
    /// <exception cref="ArgumentException">The kind is none of texts.</exception>
    public CodeColumn(ColumnSchema schema, int[] codes, IReadOnlyList<string>? texts = null) : base(schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(codes);
        Kind = schema.Kind as CodeKind
            ?? throw new ArgumentException($"A column of kind {schema.Kind.KindName} holds no texts.", nameof(schema));
        (_codes, Texts) = (codes, texts ?? Kind.Texts);
    }

    /// <summary>The kind of its texts.</summary>
    public CodeKind Kind { get; }

    /// <summary>A code a row, <see cref="BlankCode"/> for a blank.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <summary>The text of each code.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <inheritdoc/>
    public override int Rows => _codes.Length;

    /// <inheritdoc/>
    public override bool IsBlank(int row) => _codes[row] == BlankCode;

    internal override ReadOnlySpan<char> Write(int row, Span<char> buffer) => IsBlank(row) ? Schema.Blank : Texts[_codes[row]];

    internal override double Cell(int row) => IsBlank(row) ? double.NaN : _codes[row];

    internal override TableColumn Take(ReadOnlySpan<int> rows)
    {
        var codes = new int[rows.Length];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = _codes[rows[i]];
        return new CodeColumn(Schema, codes, Texts);
    }
}
