using DualScale.Numerics;
using DualScale.Numerics.Operations;

namespace DualScale.Diffusion;

/// <summary>
/// Σ hⱼ·log G[t, j] for each timestep: the mean logarithm of a grid over the data. Its gradient is taken by the
/// <see cref="GridLookup"/> that subtracts it.
/// </summary>
internal sealed unsafe class GridMeanLog(Parameter grid, Parameter occupancy) : Operation
{
    /// <summary>G, a row for each timestep.</summary>
    public Parameter Grid => grid;

    /// <summary>h.</summary>
    public Parameter Occupancy => occupancy;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => inputs[0] with { Width = 1 };

    public override void Forward<T>(Frame<T> frame)
    {
        var (t, y) = (frame.Input(0), frame.Result);
        var weights = frame.Parameter(Occupancy);
        for (var row = 0; row < y.Count; row++)
        {
            var values = frame.Parameter(Grid) + long.CreateTruncating(t[row][0]) * Grid.Stride;
            var sum = T.Zero;
            for (var cell = 0; cell < Grid.Columns; cell++)
                sum += weights[cell] * GridLookup.Log(values[cell]);
            y[row][0] = sum;
        }
    }
}
