using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// Σ hⱼ·log G[t, j] for each timestep: the mean logarithm of a grid over the data. Its gradient is taken by the
/// <see cref="GridLookup"/> that subtracts it.
/// </summary>
internal sealed unsafe class GridMeanLog(Graph graph, Node timestep, Parameter grid, Parameter occupancy)
    : Node(graph, Domain.Level, 1, timestep)
{
    public Parameter Occupancy => occupancy;

    internal override void Forward<T>(Frame<T> frame)
    {
        var (t, y) = (frame.Value(Inputs[0]), frame.Value(this));
        var weights = frame.Parameter(occupancy);
        for (var row = 0; row < y.Count; row++)
        {
            var values = frame.Parameter(grid) + long.CreateTruncating(t[row][0]) * grid.Stride;
            var sum = T.Zero;
            for (var cell = 0; cell < grid.Columns; cell++)
                sum += weights[cell] * GridLookup.Log(values[cell]);
            y[row][0] = sum;
        }
    }
}
