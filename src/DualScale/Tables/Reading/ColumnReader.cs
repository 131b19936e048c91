using System.Text;

namespace DualScale.Tables;

/// <summary>Takes the cells of a column as they come, and notes how they are written.</summary>
internal abstract class ColumnReader(ColumnSchema schema, KindOrigin origin, string source)
{
    private const byte Quote = (byte)'"';
    private int _cells;
    private int _quoted;
    private bool _blankQuoted;

    public ColumnSchema Schema { get; } = schema;

    /// <summary>Where its kind is known from.</summary>
    protected KindOrigin Origin { get; } = origin;

    protected string Source { get; } = source;

    /// <summary>
    /// Whether the table is one to be filled by a model: all words that stand for blanks do so, where they are no values of the
    /// column, and the schema is what it is.
    /// </summary>
    protected bool IsToBeFilled { get; private init; }

    /// <summary>Whether the schema is that of another table, so that it cannot be changed for this one.</summary>
    protected bool IsOfAnother { get; private init; }

    /// <summary>The reader that suits a column.</summary>
    public static ColumnReader For(
        ColumnSchema schema, KindOrigin origin, string source, bool isToBeFilled = false, bool isOfAnother = false) =>
        schema.Kind is NumberKind kind
            ? new NumberColumnReader(schema, kind, origin, source) { IsToBeFilled = isToBeFilled, IsOfAnother = isOfAnother }
            : new CodeColumnReader(schema, origin, source) { IsToBeFilled = isToBeFilled, IsOfAnother = isOfAnother };

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

    /// <exception cref="InvalidInputException">All cells were blank.</exception>
    public void RequireCells()
    {
        if (_cells == 0)
        {
            throw new InvalidInputException(
                $"{Source}, column '{CellText.Shorten(Schema.Name)}': all cells are blank; leave the column out.");
        }
    }

    /// <summary>The column of the cells since the last one; its kind is settled now.</summary>
    public TableColumn Finish() => Finish(
        Origin == KindOrigin.Schema ? Schema : Schema with { Quoted = _quoted == _cells, BlankQuoted = _blankQuoted });

    protected abstract TableColumn Finish(ColumnSchema schema);

    protected abstract void AddBlank();

    /// <summary>Whether a cell, which reads like a blank, is a value of the column.</summary>
    protected abstract bool IsValue(ReadOnlySpan<byte> cell);

    protected abstract void Add(ReadOnlySpan<byte> cell, int row);

    protected InvalidInputException Fault(ReadOnlySpan<byte> cell, int row, string problem) => new(
        $"{Source}, row {row}, column '{CellText.Shorten(Schema.Name)}': '{CellText.Shorten(Encoding.UTF8.GetString(cell))}' {problem}.");
}
