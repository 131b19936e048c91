using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// Draws samples tile by tile: a tile of rows goes through all its steps on one thread, so no thread ever waits. What depends on
/// the level alone is computed once for all.
/// </summary>
internal sealed class SamplingPass : IDisposable
{
    private const int TileRows = 96;
    private const double LeastKnownStart = 4;

    // In ln σ: a churning sampler raises its levels by up to √2.
    private const double FarthestQuery = 0.4;

    private readonly ParameterValues<float> _values;
    private readonly GraphPlan _plan;
    private readonly Workspace<float> _levels;
    private readonly Step[] _batchSteps;

    /// <param name="model">The model.</param>
    /// <param name="sampler">The sampler.</param>
    /// <param name="seed">The seed of everything random.</param>
    public SamplingPass(DiffusionModel model, Sampler sampler, ulong seed)
    {
        if (sampler.ClipToData && model.Range is null)
        {
            throw new InvalidInputException(
                "This model does not know the range of its data, as those of version 0.1 do not; train it again to clip samples to it.");
        }

        sampler.Require(model.Recipe);
        (Recipe, Graph, _values, Sampler, Seed) = (model.Recipe, model.Graph, model.Values, sampler, seed);
        Range = Scaled(model.Range, model.Scaling);
        Path = sampler.Path(Recipe.Levels);
        Queries = sampler.Queries(Recipe.Levels, Path);
        FirstQuery = FindFirstQuery();
        KnowsStart = JointNormalNodes.ColumnsOf(Recipe, Columns) is not null && Recipe.Levels.Sigma(Path[0]) >= LeastKnownStart;
        _plan = new GraphPlan(Graph.Graph);
        _levels = Workspace<float>.ForInference(_plan, 0, Queries.Count);
        _levels.Parameters = _values;
        _batchSteps = [.. _plan.Steps.Where(step => step.Domain == Domain.Batch)];
        for (var query = 0; query < Queries.Count; query++)
            Graph.WriteLevel(_levels, query, Queries[query], Recipe);
        foreach (var step in _plan.Steps.Where(step => step.Domain == Domain.Level))
            _levels.Forward(step, 0, Queries.Count);
    }

    /// <summary>
    /// Whether the network knows the law at the first level of rows of which nothing is given: that of a joint normal, under so
    /// much noise that the series of <see cref="ConditionalStart"/> has it.
    /// </summary>
    public bool KnowsStart { get; }

    public DiffusionRecipe Recipe { get; }

    public DenoisingGraph Graph { get; }

    public Sampler Sampler { get; }

    public ulong Seed { get; }

    /// <summary>Low and high of each scaled column, for clipping; null where not known.</summary>
    public (float Low, float High)[]? Range { get; }

    public IReadOnlyList<double> Path { get; }

    public IReadOnlyList<double> Queries { get; }

    // A sampler that never asks near its first level has none, and starts as from nothing known.
    private int FirstQuery { get; }

    /// <summary>w of classifier-free guidance.</summary>
    public double Guidance { get; init; }

    /// <summary>Told the points of each question to the network: the query, the number of the first row, [rows, columns]. On any
    /// thread.</summary>
    public Action<int, long, ReadOnlyMemory<float>>? Asked { get; init; }

    public int Columns => Graph.Noisy.Width;

    public bool HasFactor => Graph.NoiseFactor is not null;

    /// <summary>Fills [count, columns] with samples.</summary>
    /// <param name="samples">Filled; where <paramref name="started"/>, noisy points on entry.</param>
    /// <param name="all">Which samples.</param>
    /// <param name="started">Whether the samples hold where to start from.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="progress">Told the share done.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    public void Fill(
        float[] samples, SampleRows all, bool started, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        var count = all.Count;
        var queue = new WorkQueue();
        var tiles = (count + TileRows - 1) / TileRows;
        var done = 0;
        queue.Reset(tiles);
        using var team = new ThreadTeam(Math.Max(1, Math.Min(threads, tiles)));
        team.Run(_ =>
        {
            using var workspace = Workspace<float>.ForInference(_plan, TileRows, Queries.Count, _levels);
            workspace.Parameters = _values;
            while (!cancellation.IsCancellationRequested && queue.TryTake(out var number))
            {
                var (first, rows) = (number * TileRows, Math.Min(TileRows, count - number * TileRows));
                var tile = new SamplingTile(this, workspace, all, first, rows) { IsStarted = started };
                var points = samples.AsSpan(first * Columns, rows * Columns);
                workspace.SetCounts(rows, Queries.Count);
                if (started)
                    points.CopyTo(tile.X);
                else
                    Start(tile, all, first);
                Sampler.Draw(tile);
                tile.X.CopyTo(points);
                progress?.Report((double)Interlocked.Increment(ref done) / tiles);
            }
        });
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Computes what is over the batch, for rows 0 … rows - 1 of a tile's memory.</summary>
    public void Forward(Workspace<float> workspace, int rows)
    {
        foreach (var step in _batchSteps)
            workspace.Forward(step, 0, rows);
    }

    public void Dispose() => _levels.Dispose();

    private static (float Low, float High)[]? Scaled(IReadOnlyList<(float Low, float High)>? range, Standardization scaling)
    {
        if (range is null)
            return null;
        float[] low = [.. range.Select(column => column.Low)], high = [.. range.Select(column => column.High)];
        scaling.Apply(low);
        scaling.Apply(high);
        return [.. low.Zip(high)];
    }

    private void Start(SamplingTile tile, SampleRows all, int first)
    {
        var x = tile.X;
        all.FillNormal(RandomStreams.SampleStart(Seed), first, Columns, x);
        var scale = (float)Recipe.Levels.PointScale(Path[0]);
        if (scale != 1)
        {
            foreach (ref var value in x)
                value *= scale;
        }

        // A sampler that never asks near its first level starts as from nothing known.
        if ((all.Given is not null || KnowsStart) && FirstQuery is >= 0 and var query)
            ConditionalStart.Draw(tile, query, scale);
    }

    // The question nearest to the first level, as the levels of a path are rounded and a churning sampler asks above them.
    private int FindFirstQuery()
    {
        var first = Recipe.Levels.Sigma(Path[0]);
        return Queries.Index().Select(pair => (pair.Index, Distance: Math.Abs(Math.Log(Recipe.Levels.Sigma(pair.Item) / first))))
            .Where(pair => pair.Distance < FarthestQuery).OrderBy(pair => pair.Distance).Select(pair => pair.Index)
            .DefaultIfEmpty(-1).First();
    }
}
