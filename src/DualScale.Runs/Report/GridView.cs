using System.Globalization;
using DualScale.Diffusion;
using DualScale.Runs.Figures;
using Range = DualScale.Runs.Figures.Range;

namespace DualScale.Runs.Report;

/// <summary>A noise grid at a few timesteps.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Maps">A map for each timestep.</param>
internal sealed record GridView(string Name, IReadOnlyList<HeatMap> Maps)
{
    private const int Timesteps = 5;

    /// <summary>The grids of a model. Of three or four columns the first two are shown, averaged over the others.</summary>
    public static IReadOnlyList<GridView> Of(DiffusionModel model) => [.. model.GridParameters.Select(parameter =>
    {
        var values = model.Read(parameter);
        var (size, columns) = (parameter.Shape[1], parameter.Shape.Count - 1);
        var (width, height) = (size, columns == 1 ? 1 : size);
        var cells = values.Length / parameter.Shape[0];
        var maps = Enumerable.Range(0, Timesteps)
            .Select(i => (int)Math.Round((double)i * (model.Grid!.Timesteps - 1) / (Timesteps - 1))).Distinct().Select(t =>
        {
            var map = values.AsSpan(t * cells, cells).ToArray().Chunk(cells / (width * height))
                .Select(rest => (double)rest.Average()).ToArray();
            return new HeatMap(
                string.Create(CultureInfo.InvariantCulture, $"t = {t}"), map, width, height, Extent(0),
                columns == 1 ? new Range(0, 1) : Extent(1));
        });
        var name = columns > 2 ? $"{parameter.Name}, mean over the other columns" : parameter.Name;
        return new GridView(name.Replace('_', ' '), [.. maps]);

        // A grid spans scaled columns; a map shows the data's own units.
        Range Extent(int column)
        {
            float[] low = [.. model.GridExtent.Select(range => range.Low)],
            high = [.. model.GridExtent.Select(range => range.High)];
            model.Scaling.Restore(low);
            model.Scaling.Restore(high);
            return new Range(low[column], high[column]);
        }
    })];
}
