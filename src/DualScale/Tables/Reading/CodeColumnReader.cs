using System.Text;

namespace DualScale.Tables;

/// <summary>Takes the cells of a column of texts.</summary>
internal sealed class CodeColumnReader : ColumnReader
{
    private const int FewestNearlyUnique = 50;
    private const double NearlyUnique = 0.9;
    private const int ShortText = 256;

    private readonly List<int> _codes = [];
    private readonly List<string> _texts;
    private readonly Dictionary<string, int> _known;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly bool _isClosed;
    private int _rowOverLimit;
    private string _textOverLimit = "";

    public CodeColumnReader(ColumnSchema schema, KindOrigin origin, string source) : base(schema, origin, source)
    {
        var texts = origin == KindOrigin.Schema ? ((CodeKind)schema.Kind).Texts : [];
        _texts = [.. texts];
        _isClosed = texts.Count > 0;
        _known = texts.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        _lookup = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    protected override void AddBlank() => _codes.Add(CodeColumn.BlankCode);

    protected override bool IsValue(ReadOnlySpan<byte> cell) => !_isClosed || _known.ContainsKey(Encoding.UTF8.GetString(cell));

    protected override void Add(ReadOnlySpan<byte> cell, int row)
    {
        Span<char> letters = stackalloc char[ShortText];
        ReadOnlySpan<char> text = cell.Length <= ShortText
            ? letters[..Encoding.UTF8.GetChars(cell, letters)] : Encoding.UTF8.GetString(cell);
        if (!_lookup.TryGetValue(text, out var code) && !(_isClosed && TryGetWhole(text, out code)))
        {
            if (_isClosed)
            {
                throw Fault(cell, row, $"is not {Wanted()}; {(IsOfAnother
                    ? "correct it or leave it blank" : "correct it, leave it blank, or add it to the schema")}");
            }

            code = _texts.Count;
            _texts.Add(text.ToString());
            _known.Add(_texts[^1], code);
            if (_texts.Count == CategoryKind.MaxLevels + 1)
                (_rowOverLimit, _textOverLimit) = (row, CellText.Shorten(_texts[^1]));
        }

        _codes.Add(code);
    }

    protected override TableColumn Finish(ColumnSchema schema)
    {
        if (Origin != KindOrigin.Schema)
            schema = schema with { Kind = Settle() };
        if (schema.Kind is CategoryKind && _rowOverLimit > 0)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{Source}, row {_rowOverLimit}, column '{CellText.Shorten(schema.Name)}': '{_textOverLimit}' is one of {_texts.Count:N0} different texts, and a category has at most {CategoryKind.MaxLevels:N0}; leave the column out, or make it an identifier in a schema."));
        }

        int[] codes = [.. _codes];
        _codes.Clear();
        if (schema.Kind is not CategoryKind { Levels.Count: 0 } and not BooleanKind)
            return new CodeColumn(schema, codes, schema.Kind is IdentifierKind ? TakeTexts() : null);

        // Levels in the order of the alphabet, whatever row came first.
        var kind = schema.Kind is CategoryKind category
            ? category with { Levels = [.. _texts.Order(StringComparer.Ordinal)] } : (CodeKind)schema.Kind;
        var places = kind.Texts.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        int[] order = [.. _texts.Select(text => places[text])];
        return new CodeColumn(
            schema with { Kind = kind }, Array.ConvertAll(codes, code => code < 0 ? CodeColumn.BlankCode : order[code]));
    }

    // Blanks beside whole numbers make other programs write 1.0 for 1.
    private bool TryGetWhole(ReadOnlySpan<char> text, out int code)
    {
        code = 0;
        return text.IndexOf('.') is > 0 and var point && point + 1 < text.Length && !text[(point + 1)..].ContainsAnyExcept('0')
            && int.TryParse(text[..point], out _) && _lookup.TryGetValue(text[..point], out code);
    }

    // Of identifiers, which are new in every row, a part keeps its own.
    private string[] TakeTexts()
    {
        string[] texts = [.. _texts];
        _texts.Clear();
        _known.Clear();
        return texts;
    }

    private ColumnKind Settle()
    {
        if (_texts.Count == 1)
            return new ConstantKind { Value = _texts[0] };
        if (BooleanKind.Candidates.FirstOrDefault(kind => _texts.All(kind.Texts.Contains)) is { } boolean)
            return boolean;
        var cells = _codes.Count(code => code >= 0);
        var isUnique = (_texts.Count == cells && 2 * cells >= _codes.Count)
            || (_texts.Count > FewestNearlyUnique && _texts.Count > NearlyUnique * cells);
        return isUnique && Origin == KindOrigin.Guess ? new IdentifierKind() : new CategoryKind();
    }

    private string Wanted() => Schema.Kind switch
    {
        BooleanKind kind => $"'{kind.False}' or '{kind.True}'",
        ConstantKind kind => $"the constant '{CellText.Shorten(kind.Value)}'",
        _ => $"one of the {_texts.Count} levels of the {(IsOfAnother ? "training" : "schema")}",
    };
}
