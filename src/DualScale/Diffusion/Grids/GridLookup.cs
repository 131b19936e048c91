using System.Numerics;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;
using DualScale.Numerics.Operations;

namespace DualScale.Diffusion;

/// <summary>
/// α(x, t) = Σ wᵢ·G[t, cellᵢ] over the lattice points around x (docs/models.md, section 5); held to a geometric mean of 1, it is
/// exp(Σ wᵢ·log G[t, cellᵢ] - Σ hⱼ·log G[t, j]) with h the mean weight of each cell over the data. Its inputs are x, t and, where
/// it is held, the <see cref="GridMeanLog"/>.
/// </summary>
internal sealed unsafe class GridLookup : Operation
{
    private const int UnitTimesteps = 10;
    private const double Floor = 1e-3;

    /// <param name="grid">G, a row for each timestep.</param>
    /// <param name="box">Low and high of each column.</param>
    /// <param name="lattice">How points read the grid.</param>
    /// <param name="occupancy">h, where the mean logarithm is held at 0; else null.</param>
    public GridLookup(Parameter grid, Parameter box, Lattice lattice, Parameter? occupancy) =>
        (Grid, Box, Lattice, Occupancy) = (grid, box, lattice, occupancy);

    public Parameter Grid { get; }

    public Parameter Box { get; }

    public Lattice Lattice { get; }

    public Parameter? Occupancy { get; }

    public override bool RequiresGradient => true;

    public override bool ReadsLevels => true;

    public override int ParameterUnits => (Grid.Rows + UnitTimesteps - 1) / UnitTimesteps;

    public override Shape ShapeOf(ReadOnlySpan<Shape> inputs) => new(Domain.Batch, 1);

    public override void Forward<T>(Frame<T> frame)
    {
        var (x, y, t) = (frame.Input(0), frame.Result, frame.Input(1));
        Span<int> cells = stackalloc int[Lattice.MostCorners];
        Span<T> weights = stackalloc T[Lattice.MostCorners];
        for (var row = 0; row < y.Count; row++)
        {
            var grid = GridOf(frame, t, frame.First + row);
            Lattice.Locate(x[row], BoxOf(frame), cells, weights);
            var sum = T.Zero;
            for (var i = 0; i < Lattice.Corners; i++)
                sum += weights[i] * (Occupancy is null ? grid[cells[i]] : Log(grid[cells[i]]));
            *y.At(row) = Occupancy is null ? sum : T.Exp(sum - *frame.Input(2).At(frame.LevelOf[frame.First + row]));
        }
    }

    public override void Backward<T>(Frame<T> frame)
    {
        if (!frame.RequiresGradient(0))
            return;
        var (x, y, t, gradient, target, adds) =
            (frame.Input(0), frame.Result, frame.Input(1), frame.ResultGradient, frame.InputGradient(0), frame.Accumulates(0));
        Span<int> cells = stackalloc int[Lattice.MostCorners];
        Span<T> weights = stackalloc T[Lattice.MostCorners];
        for (var row = 0; row < y.Count; row++)
        {
            var grid = GridOf(frame, t, frame.First + row);
            Lattice.Locate(x[row], BoxOf(frame), cells, weights);
            for (var column = 0; column < x.Width; column++)
            {
                var slope = T.Zero;
                if (Lattice.Corners > 1)
                {
                    Lattice.Slopes(x[row], BoxOf(frame), column, weights);
                    for (var i = 0; i < Lattice.Corners; i++)
                        slope += weights[i] * (Occupancy is null ? grid[cells[i]] : Log(grid[cells[i]]) * *y.At(row));
                }

                target[row][column] = (adds ? target[row][column] : T.Zero) + *gradient.At(row) * slope;
            }
        }
    }

    public override void ParameterGradient<T>(Frame<T> frame, int unit)
    {
        var (x, y, t, gradient) = (frame.Input(0), frame.Result, frame.Input(1), frame.ResultGradient);
        var (first, end) = (unit * UnitTimesteps, Math.Min((unit + 1) * UnitTimesteps, Grid.Rows));
        var slopes = frame.ParameterGradient(Grid);
        new Span<T>(slopes + (long)first * Grid.Stride, (end - first) * Grid.Stride).Clear();
        Span<int> cells = stackalloc int[Lattice.MostCorners];
        Span<T> weights = stackalloc T[Lattice.MostCorners];
        for (var timestepRow = 0; timestepRow < t.Count; timestepRow++)
        {
            var timestep = int.CreateTruncating(t[timestepRow][0]);
            if (timestep < first || timestep >= end)
                continue;
            var slope = slopes + (long)timestep * Grid.Stride;
            var grid = frame.Parameter(Grid) + (long)timestep * Grid.Stride;
            var total = T.Zero;
            foreach (var row in frame.MembersOf(timestepRow))
            {
                Lattice.Locate(x[row], BoxOf(frame), cells, weights);
                var share = *gradient.At(row) * (Occupancy is null ? T.One : *y.At(row));
                total += share;
                for (var i = 0; i < Lattice.Corners; i++)
                    slope[cells[i]] += share * (Occupancy is null ? weights[i] : weights[i] / Floored(grid[cells[i]]));
            }

            for (var cell = 0; Occupancy is not null && cell < Lattice.Cells; cell++)
                slope[cell] -= total * frame.Parameter(Occupancy)[cell] / Floored(grid[cell]);
        }
    }

    /// <summary>
    /// The logarithm of a grid value. Nothing keeps the optimiser from a value near 0 or below; such values count as the floor.
    /// </summary>
    public static T Log<T>(T value) where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Log(Floored(value));

    // The slope stays that of the floor below it, so that a value finds its way back.
    private static T Floored<T>(T value) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.Max(value, T.CreateTruncating(Floor));

    private ReadOnlySpan<T> BoxOf<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(frame.Parameter(Box), Box.Count);

    private T* GridOf<T>(Frame<T> frame, Rows<T> timesteps, int batchRow) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        frame.Parameter(Grid) + (long)int.CreateTruncating(timesteps[frame.LevelOf[batchRow]][0]) * Grid.Stride;
}
