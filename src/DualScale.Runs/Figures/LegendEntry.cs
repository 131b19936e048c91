namespace DualScale.Runs.Figures;

/// <summary>One name of a legend, beside a piece of its line.</summary>
internal sealed record LegendEntry(string Name, string Colour, string? Dashes = null, double Thickness = 2.5);
