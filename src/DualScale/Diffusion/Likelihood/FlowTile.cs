using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>Several rows on their way along the flow, whose questions one network call answers.</summary>
internal sealed class FlowTile : IDisposable
{
    private readonly DiffusionRecipe _recipe;
    private readonly GradientTile _network;
    private readonly int _columns;
    private readonly int _probes;
    private readonly ulong _seed;
    private readonly long _first;
    private readonly List<FlowRow> _active = [];
    private readonly List<FlowRow> _finished = [];
    private readonly Stack<FlowRow> _free;
    private readonly FlowFactors[] _factors;

    public FlowTile(
        DiffusionRecipe recipe, DenoisingGraph graph, GraphPlan plan, ParameterValues<float> values, LikelihoodOptions options,
        int rows)
    {
        (_recipe, _columns, _seed, _first) = (recipe, graph.Noisy.Width, options.Seed, options.First);
        _probes = options.ProbesFor(_columns);
        _network = new GradientTile(recipe, graph, plan, values, rows);
        _factors = new FlowFactors[rows];
        var levels = recipe.Levels;
        var (start, end) = (Math.Log(levels.Sigma(levels.Least)), Math.Log(levels.Sigma(levels.Most)));
        _free = new Stack<FlowRow>(Enumerable.Range(0, rows)
            .Select(_ => new FlowRow(_columns, Math.Max(1, _probes), start, end, options.Tolerance)));
    }

    /// <summary>Takes rows from the queue until the tile is full; false where none is on its way.</summary>
    /// <param name="queue">The numbers of the rows.</param>
    /// <param name="start">Writes a row's y at the least noise.</param>
    public bool Fill(WorkQueue queue, Action<int, Span<double>> start)
    {
        foreach (var row in _finished)
            _free.Push(row);
        _finished.Clear();
        Span<double> y = stackalloc double[_columns];
        while (_free.Count > 0 && queue.TryTake(out var number))
        {
            var row = _free.Pop();
            start(number, y);
            row.Begin(number, y);
            _active.Add(row);
        }

        return _active.Count > 0;
    }

    /// <summary>Answers the rows' questions; returns those that have come to the end, until the next <see cref="Fill"/>.</summary>
    public IReadOnlyList<FlowRow> Advance()
    {
        _active.Sort((one, other) => other.WantsTraces.CompareTo(one.WantsTraces));
        _network.Resize(_active.Count);
        Ask();
        var traced = _active.Count(row => row.WantsTraces);
        for (var trace = 0; trace < (_probes > 0 ? _probes : _columns); trace++)
            AddTrace(trace, traced);
        foreach (var row in _active)
        {
            if (!row.Advance())
                _finished.Add(row);
        }

        _active.RemoveAll(_finished.Contains);
        return _finished;
    }

    public void Dispose() => _network.Dispose();

    private void Ask()
    {
        for (var place = 0; place < _active.Count; place++)
        {
            var row = _active[place];
            var at = _factors[place] = FlowFactors.At(row.Time, _recipe);
            var x = _network.Set(place, at.Level);
            for (var i = 0; i < _columns; i++)
                x[i] = (float)(at.Signal * row.Point[i]);
        }

        _network.Forward();
        for (var place = 0; place < _active.Count; place++)
        {
            var (row, at) = (_active[place], _factors[place]);
            var output = _network.Output(place);
            for (var i = 0; i < _columns; i++)
                row.Slope[i] = at.Point * row.Point[i] + at.Output * output[i];
            row.Slope[_columns..].Fill(_columns * at.Point);
        }
    }

    // ∂F_i/∂x_i of one column i, or vᵀ·∂F/∂x·v of one direction v.
    private void AddTrace(int trace, int rows)
    {
        for (var place = 0; place < rows; place++)
            WriteDirection(_active[place], trace, _network.Weights(place));
        _network.Backward(rows);
        Span<float> direction = stackalloc float[_columns];
        for (var place = 0; place < rows; place++)
        {
            var (row, at) = (_active[place], _factors[place]);
            var gradient = _network.Gradient(place);
            WriteDirection(row, trace, direction);
            var sum = 0.0;
            for (var i = 0; i < _columns; i++)
                sum += (double)direction[i] * gradient[i];
            row.Slope[_columns + (_probes > 0 ? trace : 0)] += at.Signal * at.Output * sum;
        }
    }

    private void WriteDirection(FlowRow row, int trace, Span<float> direction)
    {
        if (_probes == 0)
        {
            direction.Clear();
            direction[trace] = 1;
            return;
        }

        RandomStreams.Probes(_seed, trace).FillUniform((ulong)(_first + row.Number) * (ulong)_columns, direction);
        foreach (ref var sign in direction)
            sign = sign < 0.5f ? -1 : 1;
    }
}
