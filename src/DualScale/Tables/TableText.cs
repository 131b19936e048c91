namespace DualScale.Tables;

/// <summary>
/// The text of a table on its way to the CSV reader: refused where a line or the whole becomes too long, and where a blank line
/// stands between others, which the CSV reader would pass over; within quotes it is part of a cell. No more than the first two
/// lines is kept.
/// </summary>
internal sealed class TableText : TextReader
{
    // Where quotes do not match, a record could go on to the end of the file.
    private const int MostAhead = 1 << 16;

    private readonly TextReader _reader;
    private readonly string _source;
    private readonly TableLimits _limits;
    private readonly List<char> _ahead = [];
    private int _taken;
    private long _length;
    private int _lineLength;
    private int _row = 1;
    private int _blankRow;
    private long _linesEnded;
    private int _recordsEnded;
    private bool _lineHasText;
    private bool _afterReturn;
    private bool _isInQuotes;

    public TableText(TextReader reader, string source, TableLimits limits)
    {
        (_reader, _source, _limits) = (reader, source, limits);
        (FirstLine, SecondLine) = ReadAhead();
    }

    /// <summary>Whether a mark that tells the encoding stood before the first line; it is no part of it.</summary>
    public bool HasMark { get; private set; }

    /// <summary>The first line that is not empty, with those that go on within its quotes.</summary>
    public string FirstLine { get; }

    /// <summary>Whether the first line ends with a carriage return too.</summary>
    public bool HasCarriageReturns => _ahead.IndexOf('\n') is > 0 and var end && _ahead[end - 1] == '\r';

    /// <summary>The second such line; the first, where there is no other.</summary>
    public string SecondLine { get; }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read(Span<char> buffer)
    {
        if (_taken < _ahead.Count)
        {
            var kept = Math.Min(buffer.Length, _ahead.Count - _taken);
            for (var i = 0; i < kept; i++)
                buffer[i] = _ahead[_taken + i];
            _taken += kept;
            return kept;
        }

        return ReadChecked(buffer);
    }

    /// <inheritdoc/>
    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    private (string First, string Second) ReadAhead()
    {
        var piece = new char[4096];
        while ((_linesEnded < 2 || (_recordsEnded < 2 && _ahead.Count < MostAhead)) && ReadChecked(piece) is > 0 and var read)
        {
            _ahead.AddRange(piece.AsSpan(0, read));

            // Two lines fit; only blank ones can go on for longer.
            if (_blankRow > 0 && _ahead.Count > 2L * (_limits.LineLength + piece.Length))
                throw Blank();
        }

        for (; _ahead is [StrictEncoding.Mark, ..]; HasMark = true)
            _ahead.RemoveAt(0);
        var text = new string([.. _ahead]);
        return Records(text) is [var first, var second, ..] ? (first, second)
            : text.Split(['\r', '\n'], 3, StringSplitOptions.RemoveEmptyEntries) is [var one, var other, ..] ? (one, other)
            : (text, text);
    }

    // The first records: lines that end outside of quotes.
    private static List<string> Records(string text)
    {
        var (records, start, isQuoted) = (new List<string>(), 0, false);
        for (var at = 0; at < text.Length && records.Count < 2; at++)
        {
            isQuoted ^= text[at] == '"';
            if (isQuoted || text[at] is not ('\r' or '\n'))
                continue;
            if (at > start)
                records.Add(text[start..at]);
            start = at + 1;
        }

        if (records.Count == 1 && !isQuoted && start < text.Length)
            records.Add(text[start..]);
        return records;
    }

    private int ReadChecked(Span<char> buffer)
    {
        var read = _reader.Read(buffer);
        _length += read;
        if (_length > _limits.Length)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{_source} is longer than {_limits.Length:N0} characters, the most that is read; give fewer rows."));
        }

        for (ReadOnlySpan<char> rest = buffer[..read]; rest.Length > 0;)
        {
            var end = rest.IndexOfAny('\r', '\n');
            CheckLine(end < 0 ? rest : rest[..end]);
            if (end < 0)
                break;
            EndLine(rest[end]);
            rest = rest[(end + 1)..];
        }

        return read;
    }

    private void EndLine(char character)
    {
        if (character == '\n' && _afterReturn)
        {
            _afterReturn = false;
            return;
        }

        if (_lineLength > 0)
        {
            _linesEnded++;
            _recordsEnded += _isInQuotes ? 0 : 1;
        }

        if (!_lineHasText && !_isInQuotes && _blankRow == 0)
            _blankRow = _row;
        _row++;
        (_lineLength, _lineHasText, _afterReturn) = (0, false, character == '\r');
    }

    // A line, or as much of it as there is.
    private void CheckLine(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return;
        _afterReturn = false;
        _isInQuotes ^= int.IsOddInteger(text.Count('"'));
        if (!_lineHasText && !text.IsWhiteSpace())
        {
            _lineHasText = true;
            if (_blankRow > 0)
                throw Blank();
        }

        _lineLength += text.Length;
        if (_lineLength > _limits.LineLength)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"{_source}, row {_row}: the row is longer than {_limits.LineLength:N0} characters, the most that is read; give a table of numbers in rows."));
        }
    }

    private InvalidInputException Blank() => new($"{_source}, row {_blankRow}: the row is blank; fill it in or leave it out.");
}
