using System.Text;
using CsvHelper;
using DualScale.Interchange;

namespace DualScale.Tables;

/// <summary>
/// Writes point sets as CSV: the column names, then a line a row, floats in the shortest form that reads back the same.
/// </summary>
public static class TableWriter
{
    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="points">The table.</param>
    /// <param name="path">The file to write; what was there is replaced.</param>
    /// <exception cref="InvalidInputException">The folder is missing or may not be written.</exception>
    /// <exception cref="RunFailedException">The disk is full or failed.</exception>
    public static void Write(PointSet points, string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        Write(points, writer);
    });

    /// <summary>Writes text.</summary>
    /// <param name="points">The table.</param>
    /// <param name="writer">Where to; it stays open.</param>
    public static void Write(PointSet points, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(writer);
        using var csv = CsvWriter.Create(writer, CsvWriterOptions.Default with { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader([.. points.ColumnNames]);
        for (var row = 0; row < points.Count; row++)
        {
            foreach (var value in points[row])
                csv.WriteField(value);
            csv.EndRecord();
        }
    }
}
