namespace DualScale.Tables;

/// <summary>How a table is written as text.</summary>
public sealed record TableFormat
{
    /// <summary>What stands between cells: a comma, the default, a semicolon, a tab or a bar.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first line has the names of the columns. Default true.</summary>
    public bool Header { get; init; } = true;

    /// <summary>Whether those names stand in quotes. Default false: where they must.</summary>
    public bool HeaderQuoted { get; init; }

    /// <summary>Whether lines end with a carriage return too. Default false.</summary>
    public bool CarriageReturns { get; init; }

    /// <summary>How its letters are written in a file. Default UTF-8.</summary>
    public TextEncoding Encoding { get; init; }

    private const int BufferSize = 1 << 16;

    /// <summary>Opens the text of a table, of which the mark is a part.</summary>
    /// <param name="stream">Where from; it is closed with the reader.</param>
    /// <param name="source">What messages call it where the encoding lacks some bytes and reading is an
    /// <see cref="InvalidInputException"/>; null, the default, where they become U+FFFD.</param>
    public TextReader OpenReader(Stream stream, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new StreamReader(stream, StrictEncoding.Reading(Encoding, source), false, BufferSize);
    }

    /// <summary>
    /// Opens a file to write a table into, such as by <see cref="RowWriter"/>, which writes the mark too. A letter that the
    /// encoding has not is an <see cref="InvalidInputException"/>.
    /// </summary>
    /// <param name="stream">Where to; it stays open.</param>
    public TextWriter OpenWriter(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new StreamWriter(stream, StrictEncoding.Writing(Encoding), BufferSize, leaveOpen: true);
    }

    internal bool HasMark => Encoding is TextEncoding.Utf8Mark or TextEncoding.Utf16;

    internal void Validate(string place)
    {
        if (Delimiter is not (',' or ';' or '\t' or '|'))
        {
            throw new InvalidInputException(
                $"{place}: the delimiter is '{Delimiter}'; give a comma, a semicolon, a tab or a bar.");
        }
    }
}
