using System.Text;

namespace DualScale.Tables;

/// <summary>Takes the cells of a column as they come, and notes how they are written.</summary>
internal abstract class ColumnReader(ColumnSchema schema, bool isGuess, string source)
{
    private const byte Quote = (byte)'"';
    private int _cells;
    private int _quoted;
    private bool _blankQuoted;

    public ColumnSchema Schema { get; } = schema;

    /// <summary>Whether the schema is a guess by the first rows, to be settled by all.</summary>
    protected bool IsGuess { get; } = isGuess;

    protected string Source { get; } = source;

    /// <summary>
    /// Whether the table is one to be filled by a model: all words that stand for blanks do so, where they are no values of the
    /// column, and the schema is what it is.
    /// </summary>
    protected bool IsToBeFilled { get; private init; }

    /// <summary>The reader that suits a column.</summary>
    public static ColumnReader For(ColumnSchema schema, bool isGuess, string source, bool isToBeFilled = false) =>
        schema.Kind is NumberKind kind
            ? new NumberColumnReader(schema, kind, isGuess, source) { IsToBeFilled = isToBeFilled }
            : new CodeColumnReader(schema, isGuess, source) { IsToBeFilled = isToBeFilled };

    /// <summary>Whether a cell is blank.</summary>
    /// <param name="cell">The cell in UTF-8, without quotes.</param>
    public bool IsBlank(ReadOnlySpan<byte> cell) =>
        Schema.IsBlank(cell) || (IsToBeFilled && KindGuess.IsBlankWord(cell) && !IsValue(cell));

    /// <summary>Takes a cell.</summary>
    /// <param name="cell">The cell in UTF-8, without quotes.</param>
    /// <param name="isQuoted">Whether it stood in quotes.</param>
    /// <param name="row">Its row, for messages.</param>
    public void Add(ReadOnlySpan<byte> cell, bool isQuoted, int row)
    {
        if (IsBlank(cell))
        {
            _blankQuoted |= isQuoted;
            AddBlank();
            return;
        }

        _cells++;
        _quoted += isQuoted ? 1 : 0;
        Add(cell, row);
    }

    public static bool IsQuoted(ReadOnlySpan<byte> raw) => raw.Length > 0 && raw.TrimStart(" \t"u8) is [Quote, ..];

    /// <summary>The column; its kind is settled now.</summary>
    /// <param name="mayBeBlank">Whether all its cells may be blank.</param>
    public TableColumn Finish(bool mayBeBlank = false)
    {
        if (_cells == 0 && !mayBeBlank)
        {
            throw new InvalidInputException(
                $"{Source}, column '{CellText.Shorten(Schema.Name)}': all cells are blank; leave the column out.");
        }

        return Finish(IsGuess ? Schema with { Quoted = _quoted == _cells, BlankQuoted = _blankQuoted } : Schema);
    }

    protected abstract TableColumn Finish(ColumnSchema schema);

    protected abstract void AddBlank();

    /// <summary>Whether a cell, which reads like a blank, is a value of the column.</summary>
    protected abstract bool IsValue(ReadOnlySpan<byte> cell);

    protected abstract void Add(ReadOnlySpan<byte> cell, int row);

    protected InvalidInputException Fault(ReadOnlySpan<byte> cell, int row, string problem) => new(
        $"{Source}, row {row}, column '{CellText.Shorten(Schema.Name)}': '{CellText.Shorten(Encoding.UTF8.GetString(cell))}' {problem}.");
}
