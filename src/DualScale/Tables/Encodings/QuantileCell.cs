namespace DualScale.Tables;

/// <summary>An interval over which some rows of a column are taken to be spread evenly.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end; the lower one for a value without a neighbourhood.</param>
/// <param name="Count">How many rows.</param>
internal readonly record struct QuantileCell(double Low, double High, int Count);
