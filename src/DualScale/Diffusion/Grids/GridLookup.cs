using System.Numerics;
using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// α(x, t) = Σ wᵢ·G[t, cellᵢ] over the lattice points around x (docs/models.md, section 5); held to a geometric mean of 1, it is
/// exp(Σ wᵢ·log G[t, cellᵢ] - Σ hⱼ·log G[t, j]) with h the mean weight of each cell over the data.
/// </summary>
internal sealed unsafe class GridLookup : Node
{
    private const int UnitTimesteps = 10;
    private const double Floor = 1e-3;

    private readonly Parameter _grid;
    private readonly Parameter _box;
    private readonly GridMeanLog? _mean;
    private readonly Lattice _lattice;

    /// <param name="graph">The graph.</param>
    /// <param name="x">Where the grid is read.</param>
    /// <param name="timestep">t.</param>
    /// <param name="grid">G, a row for each timestep.</param>
    /// <param name="box">Low and high of each column.</param>
    /// <param name="lattice">How points read the grid.</param>
    /// <param name="mean">The mean logarithm to hold at 0, or null for none.</param>
    public GridLookup(Graph graph, Node x, Node timestep, Parameter grid, Parameter box, Lattice lattice, GridMeanLog? mean)
        : base(graph, Domain.Batch, 1, mean is null ? [x, timestep] : [x, timestep, mean])
    {
        (_grid, _box, _lattice, _mean) = (grid, box, lattice, mean);
        RequiresGradient = true;
    }

    internal override int ParameterUnits => (_grid.Rows + UnitTimesteps - 1) / UnitTimesteps;

    internal override void Forward<T>(Frame<T> frame)
    {
        var (x, y, t) = (frame.Value(Inputs[0]), frame.Value(this), frame.Value(Inputs[1]));
        Span<int> cells = stackalloc int[Lattice.MostCorners];
        Span<T> weights = stackalloc T[Lattice.MostCorners];
        for (var row = 0; row < y.Count; row++)
        {
            var grid = GridOf(frame, t, frame.First + row);
            _lattice.Locate(x[row], Box(frame), cells, weights);
            var sum = T.Zero;
            for (var i = 0; i < _lattice.Corners; i++)
                sum += weights[i] * (_mean is null ? grid[cells[i]] : Log(grid[cells[i]]));
            *y.At(row) = _mean is null ? sum : T.Exp(sum - *frame.Value(_mean).At(frame.LevelOf[frame.First + row]));
        }
    }

    internal override void Backward<T>(Frame<T> frame)
    {
        if (!Inputs[0].RequiresGradient)
            return;
        var (x, y, t, gradient, target) =
            (frame.Value(Inputs[0]), frame.Value(this), frame.Value(Inputs[1]), frame.Gradient(this), frame.Gradient(Inputs[0]));
        Span<int> cells = stackalloc int[Lattice.MostCorners];
        Span<T> weights = stackalloc T[Lattice.MostCorners];
        for (var row = 0; row < y.Count; row++)
        {
            var grid = GridOf(frame, t, frame.First + row);
            _lattice.Locate(x[row], Box(frame), cells, weights);
            for (var column = 0; column < x.Width; column++)
            {
                var slope = T.Zero;
                if (_lattice.Corners > 1)
                {
                    _lattice.Slopes(x[row], Box(frame), column, weights);
                    for (var i = 0; i < _lattice.Corners; i++)
                        slope += weights[i] * (_mean is null ? grid[cells[i]] : Log(grid[cells[i]]) * *y.At(row));
                }

                target[row][column] = (frame.Accumulates(this, 0) ? target[row][column] : T.Zero) + *gradient.At(row) * slope;
            }
        }
    }

    internal override void ParameterGradient<T>(Frame<T> frame, int unit)
    {
        var (x, y, t, gradient) = (frame.Value(Inputs[0]), frame.Value(this), frame.Value(Inputs[1]), frame.Gradient(this));
        var (first, end) = (unit * UnitTimesteps, Math.Min((unit + 1) * UnitTimesteps, _grid.Rows));
        var slopes = frame.ParameterGradient(_grid);
        new Span<T>(slopes + (long)first * _grid.Stride, (end - first) * _grid.Stride).Clear();
        Span<int> cells = stackalloc int[Lattice.MostCorners];
        Span<T> weights = stackalloc T[Lattice.MostCorners];
        for (var timestepRow = 0; timestepRow < t.Count; timestepRow++)
        {
            var timestep = int.CreateTruncating(t[timestepRow][0]);
            if (timestep < first || timestep >= end)
                continue;
            var slope = slopes + (long)timestep * _grid.Stride;
            var grid = frame.Parameter(_grid) + (long)timestep * _grid.Stride;
            var total = T.Zero;
            foreach (var row in frame.MembersOf(timestepRow))
            {
                _lattice.Locate(x[row], Box(frame), cells, weights);
                var share = *gradient.At(row) * (_mean is null ? T.One : *y.At(row));
                total += share;
                for (var i = 0; i < _lattice.Corners; i++)
                    slope[cells[i]] += share * (_mean is null ? weights[i] : weights[i] / Floored(grid[cells[i]]));
            }

            for (var cell = 0; _mean is not null && cell < _lattice.Cells; cell++)
                slope[cell] -= total * frame.Parameter(_mean.Occupancy)[cell] / Floored(grid[cell]);
        }
    }

    /// <summary>
    /// The logarithm of a grid value. Nothing keeps the optimiser from a value near 0 or below; such values count as the floor.
    /// </summary>
    public static T Log<T>(T value) where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Log(Floored(value));

    // The slope stays that of the floor below it, so that a value finds its way back.
    private static T Floored<T>(T value) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.Max(value, T.CreateTruncating(Floor));

    private ReadOnlySpan<T> Box<T>(Frame<T> frame) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(frame.Parameter(_box), _box.Count);

    private T* GridOf<T>(Frame<T> frame, Rows<T> timesteps, int batchRow) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        frame.Parameter(_grid) + (long)int.CreateTruncating(timesteps[frame.LevelOf[batchRow]][0]) * _grid.Stride;
}
