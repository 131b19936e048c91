namespace DualScale.Tables;

/// <summary>Where a blank stands in the text of a table.</summary>
/// <param name="Column">The column's place in the table that was read.</param>
/// <param name="Offset">Bytes of UTF-8 before it.</param>
/// <param name="Length">Its own bytes, quotes and spaces.</param>
internal readonly record struct BlankCell(int Column, int Offset, int Length);
