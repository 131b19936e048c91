namespace DualScale.Runs.Figures;

/// <summary>One map: <paramref name="Width"/> by <paramref name="Height"/> cells over a rectangle.</summary>
/// <param name="Title">What is over it.</param>
/// <param name="Values">The cells, [Width, Height] row-major.</param>
/// <param name="Width">Cells to the right.</param>
/// <param name="Height">Cells up.</param>
/// <param name="X">What the cells span to the right.</param>
/// <param name="Y">What they span up.</param>
internal sealed record HeatMap(string Title, double[] Values, int Width, int Height, Range X, Range Y);
