using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Runs a model's forward process and network over points with noise, tile by tile.</summary>
internal sealed class EvaluationPass
{
    private const int TileRows = 256;

    // The golden ratio's multiples fill [0, 1) evenly, however many there are.
    private const double Golden = 0.6180339887498949;

    private readonly DiffusionRecipe _recipe;
    private readonly ParameterValues<float> _values;
    private readonly DenoisingGraph _graph;
    private readonly GraphPlan _plan;

    public EvaluationPass(DiffusionRecipe recipe, ParameterValues<float> values, int columns)
    {
        (_recipe, _values) = (recipe, values);
        _graph = DenoisingGraph.ForTraining(recipe, columns);
        _plan = new GraphPlan(_graph.Graph);
    }

    /// <summary>
    /// The loss over all points and draws. Draw d of point i has a level of its own share of the training's levels.
    /// </summary>
    public EvaluationLoss Loss(PointSet scaled, EvaluationLossOptions options, CancellationToken cancellation)
    {
        var draws = options.DrawsFor(scaled.Count);
        var shift = RandomStreams.Evaluation(options.Seed, 0).Uniform(0);
        var noise = RandomStreams.Evaluation(options.Seed, 1);
        return Loss(scaled, draws, options.ThreadCount, Level, (point, draw, row) =>
            noise.FillNormal(((ulong)point * (ulong)draws + (ulong)draw) * (ulong)row.Length, row), cancellation);

        // Each point's draws are spread evenly over the levels, and the points over what lies between.
        double Level(int point, int draw)
        {
            var share = (draw + (shift + point * Golden) % 1) / draws;
            return _recipe.Levels.Quantile(Math.Min(share, 1 - 1e-9));
        }
    }

    /// <summary>The loss with given levels and noise.</summary>
    internal EvaluationLoss Loss(
        PointSet scaled, int draws, int threads, Func<int, int, double> level, FillNoise fill,
        CancellationToken cancellation = default)
    {
        var errors = new double[scaled.Count];
        var pointsPerTile = Math.Max(1, TileRows / draws);
        var tiles = (scaled.Count + pointsPerTile - 1) / pointsPerTile;
        var queue = new WorkQueue();
        queue.Reset(tiles);
        using var team = new ThreadTeam(Math.Max(1, Math.Min(threads, tiles)));
        team.Run(_ =>
        {
            using var workspace = Open();
            while (!cancellation.IsCancellationRequested && queue.TryTake(out var tile))
            {
                var (first, end) = (tile * pointsPerTile, Math.Min((tile + 1) * pointsPerTile, scaled.Count));
                var rows = (from point in Enumerable.Range(first, end - first)
                            from draw in Enumerable.Range(0,
                    draws)
                            select (point, draw)).ToArray();
                foreach (var chunk in rows.Chunk(TileRows))
                {
                    Forward(workspace, scaled, chunk, level, fill, _graph.Output);
                    Add(workspace, chunk, level, errors);
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        var mean = errors.Sum() / ((double)errors.Length * draws * scaled.Columns);
        var variance = errors.Sum(error => Math.Pow(error / ((double)draws * scaled.Columns) - mean, 2)) / (errors.Length - 1);
        return new EvaluationLoss(mean, errors.Length < 2 ? double.NaN : Math.Sqrt(variance / errors.Length), draws);
    }

    /// <summary>Noisy points of one level, scaled.</summary>
    public float[] Diffuse(PointSet scaled, double level, ulong seed)
    {
        var stream = RandomStreams.Evaluation(seed, 2);
        var noisy = new float[scaled.Count * scaled.Columns];
        using var workspace = Open();
        foreach (var chunk in Enumerable.Range(0, scaled.Count).Select(point => (point, 0)).Chunk(TileRows))
        {
            Forward(workspace, scaled, chunk, (_, _) =>
                level, (point, _, row) => stream.FillNormal((ulong)point * (ulong)row.Length, row), _graph.Noisy);
            var rows = workspace.Value(_graph.Noisy, 0, chunk.Length);
            for (var row = 0; row < chunk.Length; row++)
                rows[row].CopyTo(noisy.AsSpan(chunk[row].point * scaled.Columns));
        }

        return noisy;
    }

    private Workspace<float> Open()
    {
        var workspace = Workspace<float>.ForInference(_plan, TileRows, TileRows);
        workspace.Parameters = _values;
        return workspace;
    }

    // A level row each: rows of one level are too few to be worth sharing.
    private unsafe void Forward(
        Workspace<float> workspace, PointSet scaled, (int Point, int Draw)[] chunk, Func<int, int, double> level, FillNoise fill,
        Node until)
    {
        workspace.SetCounts(chunk.Length, chunk.Length);
        var (clean, noise) = (workspace.Value(_graph.Clean!), workspace.Value(_graph.Noise!));
        for (var row = 0; row < chunk.Length; row++)
        {
            var (point, draw) = chunk[row];
            workspace.LevelOf.Pointer[row] = row;
            _graph.WriteLevel(workspace, row, level(point, draw), _recipe);
            scaled[point].CopyTo(clean[row]);
            fill(point, draw, noise[row]);
        }

        foreach (var step in _plan.Steps)
        {
            workspace.Forward(step, 0, chunk.Length);
            if (step == _plan.StepOf(until))
                return;
        }
    }

    // ε̂ = Point·x + Output·F beside ε.
    private void Add(Workspace<float> workspace, (int Point, int Draw)[] chunk, Func<int, int, double> level, double[] errors)
    {
        var (noisy, output, noise) =
            (workspace.Value(_graph.Noisy), workspace.Value(_graph.Output), workspace.Value(_graph.Spread!));
        for (var row = 0; row < chunk.Length; row++)
        {
            var (ofPoint, ofOutput) = _recipe.Parametrization.Noise(_recipe.Levels, level(chunk[row].Point, chunk[row].Draw));
            for (var column = 0; column < output.Width; column++)
            {
                errors[chunk[row].Point] += Math.Pow(
                    ofPoint * noisy[row][column] + ofOutput * output[row][column] - noise[row][column], 2);
            }
        }
    }
}
