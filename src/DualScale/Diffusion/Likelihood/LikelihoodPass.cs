using DualScale.Numerics;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>
/// Leads rows along the probability flow to noise, tile by tile. Each row goes at its own steps; one that is done leaves its
/// place to the next, so that tiles stay full.
/// </summary>
internal sealed class LikelihoodPass
{
    private const int TileRows = 64;

    private readonly DiffusionRecipe _recipe;
    private readonly Standardization _scaling;
    private readonly ParameterValues<float> _values;
    private readonly DenoisingGraph _graph;
    private readonly GraphPlan _plan;
    private readonly double _unit;

    public LikelihoodPass(DiffusionRecipe recipe, Standardization scaling, ParameterValues<float> values)
    {
        (_recipe, _scaling, _values) = (recipe, scaling, values);
        _graph = DenoisingGraph.ForSampling(recipe, scaling.Means.Count, gradient: true);
        _plan = new GraphPlan(_graph.Graph, _graph.Output);
        _unit = scaling.Deviations.Sum(deviation => Math.Log(deviation));
    }

    public LogLikelihood Run(
        PointSet points, LikelihoodOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        var probes = options.ProbesFor(points.Columns);
        var (rows, steps) = (new double[points.Count], new double[points.Count]);
        var errors = new double[probes > 0 ? points.Count : 0];
        var (calls, done) = (0L, 0);
        var threads = Math.Max(1, Math.Min(options.ThreadCount, points.Count));
        var queue = new WorkQueue();
        queue.Reset(points.Count);
        using var team = new ThreadTeam(threads);
        team.Run(_ =>
        {
            using var tile = new FlowTile(
                _recipe, _graph, _plan, _values, options, Math.Min(TileRows, (points.Count + threads - 1) / threads));
            while (!cancellation.IsCancellationRequested && tile.Fill(queue, Start))
            {
                foreach (var row in tile.Advance())
                {
                    Finish(row);
                    progress?.Report((double)Interlocked.Increment(ref done) / points.Count);
                }
            }
        });
        cancellation.ThrowIfCancellationRequested();
        return new LogLikelihood { Rows = rows, RowErrors = errors, StepErrors = steps, Calls = calls };

        void Start(int number, Span<double> y)
        {
            for (var i = 0; i < y.Length; i++)
                y[i] = ((double)points[number][i] - _scaling.Means[i]) / _scaling.Deviations[i];
        }

        void Finish(FlowRow row)
        {
            var (mean, error) = Moments(row.Integrals);
            rows[row.Number] = mean + LogNormal(row.Point) - _unit;
            steps[row.Number] = row.Error;
            if (probes > 0)
                errors[row.Number] = error;
            Interlocked.Add(ref calls, row.Calls);
        }
    }

    // The law of y = x/a that sampling starts from: x a normal of the highest level's deviation.
    private double LogNormal(ReadOnlySpan<double> y)
    {
        var levels = _recipe.Levels;
        var variance = Math.Pow(levels.PointScale(levels.Most) / levels.SignalScale(levels.Most), 2);
        var squares = 0.0;
        foreach (var value in y)
            squares += value * value;
        return -0.5 * (y.Length * Math.Log(2 * Math.PI * variance) + squares / variance);
    }

    private static (double Mean, double Error) Moments(ReadOnlySpan<double> values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return (mean, Math.Sqrt(squares / (values.Length - 1) / values.Length));
    }
}
