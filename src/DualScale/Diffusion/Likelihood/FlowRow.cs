namespace DualScale.Diffusion;

/// <summary>
/// One row on its way from the least noise to the most, y = x/a along t = ln σ, together with the integrals of its traces. It
/// says where it wants to know the slope next and chooses its own steps, so that no row depends on another.
/// </summary>
internal sealed class FlowRow(int columns, int traces, double start, double end, double tolerance)
{
    // A step this small is taken whatever its error: single precision is reached, or a network with kinks.
    private const double LeastShare = 1.0 / 256;
    private const double FirstShare = 1.0 / 16;

    // The flow of a normal, y·√(v + σ²) along ln σ, has its nearest singularity π/2 away; the two solutions of a step of that
    // length can agree and both be wrong.
    private const double MostStep = 0.7;
    private const double Safety = 0.9;
    private const double MostGrowth = 2;
    private const double MostShrinkage = 0.2;
    private const double WholeShare = 0.9;
    private const double Rounding = 1e-12;

    // A point is told to the network in single precision; errors of it further below its size than this are not seen.
    private const double PointPrecision = 1e-4;

    private readonly double[] _state = new double[columns + traces];
    private readonly double[] _stageState = new double[columns + traces];
    private readonly double[][] _slopes =
        [.. Enumerable.Range(0, DormandPrince.Stages).Select(_ => new double[columns + traces])];

    private double _at;
    private double _step;
    private int _stage;

    /// <summary>Which row of the table it is.</summary>
    public int Number { get; private set; }

    /// <summary>The sum of what its steps estimated their errors at, in nats.</summary>
    public double Error { get; private set; }

    /// <summary>Slopes asked for so far.</summary>
    public int Calls { get; private set; }

    /// <summary>ln σ where the slope is wanted.</summary>
    public double Time => Math.Min(end, _at + DormandPrince.Nodes[_stage] * _step);

    /// <summary>Whether the traces are wanted too. Only sums over a whole step need them: y does not depend on them.</summary>
    public bool WantsTraces => _stage != DormandPrince.Helper;

    /// <summary>y where the slope is wanted; at the end, y there.</summary>
    public ReadOnlySpan<double> Point => _stageState.AsSpan(0, columns);

    /// <summary>The integrals of the traces so far.</summary>
    public ReadOnlySpan<double> Integrals => _stageState.AsSpan(columns, traces);

    /// <summary>To be filled with the slope asked for: dy/dt, then what each trace's integral grows by.</summary>
    public Span<double> Slope => _slopes[_stage];

    /// <summary>Takes over another row.</summary>
    public void Begin(int number, ReadOnlySpan<double> point)
    {
        (Number, Error, Calls, _at, _step, _stage) = (number, 0, 0, start, Math.Min(FirstShare * (end - start), MostStep), 0);
        Array.Clear(_state);
        point.CopyTo(_state);
        _state.CopyTo(_stageState, 0);
    }

    /// <summary>Goes on after <see cref="Slope"/> is filled; false at the end.</summary>
    public bool Advance()
    {
        Calls++;
        if (_stage == DormandPrince.Stages - 1 && Judge())
            return false;
        _stage++;
        Array.Copy(_state, _stageState, _state.Length);
        foreach (var (from, weight) in DormandPrince.Weights[_stage].Index())
            AddScaled(_step * weight, _slopes[from], _stageState);
        return true;
    }

    // Takes the step or a smaller one instead; true at the end.
    private bool Judge()
    {
        var (error, allowed) = (StepError(), tolerance * _step / (end - start));
        var least = LeastShare * (end - start);
        var taken = error <= allowed || _step <= least;
        if (taken)
        {
            Error += error;
            _at += _step;
            if (!double.IsFinite(error))
                Array.Fill(_stageState, double.NaN);
            if (_at >= end - Rounding || !double.IsFinite(error))
                return true;
            _stageState.CopyTo(_state, 0);
            (_slopes[0], _slopes[^1]) = (_slopes[^1], _slopes[0]);
        }

        var factor = Math.Min(MostGrowth, Safety * Math.Pow(allowed / error, 1.0 / DormandPrince.ErrorOrder));
        _step *= factor >= MostShrinkage ? factor : MostShrinkage;
        _step = Math.Min(Math.Max(_step, least), MostStep);

        // One that was too long is not made longer again.
        if (_step > (taken ? WholeShare : 1) * (end - _at))
            _step = end - _at;
        _stage = 0;
        return false;
    }

    // In nats: an error of y by a share of the noise moves ln p by about as much, as its slope is ε̂/σ.
    private double StepError()
    {
        Span<double> error = stackalloc double[columns + traces];
        error.Clear();
        foreach (var (stage, weight) in DormandPrince.Errors.Index())
        {
            for (var i = 0; i < error.Length; i++)
                error[i] += _step * weight * _slopes[stage][i];
        }

        var (ofPoint, size, ofTraces) = (0.0, 0.0, 0.0);
        for (var i = 0; i < columns; i++)
        {
            ofPoint += error[i] * error[i];
            size += _state[i] * _state[i];
        }

        foreach (var value in error[columns..])
            ofTraces += value;
        return Math.Abs(ofTraces / traces) + Math.Sqrt(ofPoint) / (Math.Exp(_at) + PointPrecision * Math.Sqrt(size));
    }

    private static void AddScaled(double factor, double[] source, double[] target)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] += factor * source[i];
    }
}
