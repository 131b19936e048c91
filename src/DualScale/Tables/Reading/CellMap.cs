using CsvHelper;

namespace DualScale.Tables;

/// <summary>Where the rows and the blanks of a table stand in its text, in bytes of UTF-8.</summary>
internal sealed class CellMap
{
    private readonly List<(int Start, int End, BlankCell[] Blanks)> _rows = [];

    /// <summary>The header; null where there is none.</summary>
    public (int Start, int End)? Header { get; private set; }

    /// <summary>Start and end of each row, without its line end, and its blanks.</summary>
    public IReadOnlyList<(int Start, int End, BlankCell[] Blanks)> Rows => _rows;

    public void AddHeader(CsvReader csv) => Header = Extent(csv);

    /// <summary>Takes a row.</summary>
    /// <param name="csv">A reader that stands at it.</param>
    /// <param name="places">The columns of the text that are read.</param>
    /// <param name="isBlank">Whether one of these is blank.</param>
    public void Add(CsvReader csv, int[] places, Func<int, bool> isBlank)
    {
        var blanks = new List<BlankCell>();
        var at = (int)csv.ByteOffset;
        for (var place = 0; place < csv.FieldCount; place++)
        {
            var length = csv.GetRawSpan(place).Length;
            if (Array.IndexOf(places, place) is >= 0 and var column && isBlank(column))
                blanks.Add(new BlankCell(column, at, length));
            at += length + 1;
        }

        _rows.Add(((int)csv.ByteOffset, at - 1, [.. blanks]));
    }

    private static (int Start, int End) Extent(CsvReader csv)
    {
        var length = csv.FieldCount - 1;
        for (var place = 0; place < csv.FieldCount; place++)
            length += csv.GetRawSpan(place).Length;
        return ((int)csv.ByteOffset, (int)csv.ByteOffset + length);
    }
}
