namespace DualScale.Runs.Figures;

/// <summary>One line of a figure.</summary>
internal sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points, int Colour, bool Dashed = false);
