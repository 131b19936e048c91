using System.Numerics;
using System.Runtime.Intrinsics;
using DualScale.Numerics.Kernels;

namespace DualScale.Numerics;

/// <summary>
/// One optimisation step in two shared passes over contiguous memory: the norms of the gradients, then clipping, AdamW, the
/// moving average and the transposed copies together.
/// </summary>
internal sealed unsafe class AdamW<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int UnitRows = 32;

    private readonly ParameterValues<T> _values;
    private readonly AlignedBuffer<T> _gradients;
    private readonly ThreadTeam _team;
    private readonly AdamWSettings _settings;
    private readonly Unit[] _units;
    private readonly double[] _squares;
    private readonly double[] _norms = new double[Enum.GetValues<ParameterGroup>().Length];
    private readonly T[] _clip = new T[Enum.GetValues<ParameterGroup>().Length];
    private readonly WorkQueue _queue = new();
    private readonly Action<int> _measure;
    private readonly Action<int> _update;
    private double _learningRate;
    private double _emaShare;

    public AdamW(ParameterValues<T> values, AlignedBuffer<T> gradients, ThreadTeam team, AdamWSettings settings)
    {
        _values = values;
        _gradients = gradients;
        _team = team;
        _settings = settings;
        FirstMoment = new AlignedBuffer<T>(gradients.Length);
        SecondMoment = new AlignedBuffer<T>(gradients.Length);
        Average = new AlignedBuffer<T>(gradients.Length);
        values.Values.Span.CopyTo(Average.Span);
        _units = [.. values.All.Where(parameter => parameter.Group != ParameterGroup.Constant)
            .SelectMany(parameter => Enumerable.Range(0, (parameter.Rows + UnitRows - 1) / UnitRows)
            .Select(i => new Unit(parameter, i * UnitRows, Math.Min((i + 1) * UnitRows, parameter.Rows))))];
        _squares = new double[_units.Length];
        _measure = _ => Measure();
        _update = _ => Update();
    }

    /// <summary>Updates made so far.</summary>
    public int Steps { get; set; }

    public AlignedBuffer<T> FirstMoment { get; }

    public AlignedBuffer<T> SecondMoment { get; }

    /// <summary>The moving average of the weights.</summary>
    public AlignedBuffer<T> Average { get; }

    /// <summary>The norm of a group's gradients before clipping, in the last step.</summary>
    public double NormOf(ParameterGroup group) => _norms[(int)group];

    /// <exception cref="RunFailedException">The gradients' norm is not finite; nothing was changed.</exception>
    public void Step(double learningRate, EmaUpdate ema)
    {
        _queue.Reset(_units.Length);
        _team.Run(_measure);
        Array.Clear(_norms);
        for (var i = 0; i < _units.Length; i++)
            _norms[(int)_units[i].Parameter.Group] += _squares[i];
        for (var group = 0; group < _norms.Length; group++)
        {
            _norms[group] = Math.Sqrt(_norms[group]);
            if (!double.IsFinite(_norms[group]))
            {
                throw new RunFailedException(
                    $"The gradients grew out of range at step {Steps + 1}; lower training.learning-rate or look for extreme values in the data.");
            }

            _clip[group] = T.CreateTruncating(Math.Min(1, _settings.ClipNorm / (_norms[group] + 1e-6)));
        }

        Steps++;
        _learningRate = learningRate;
        _emaShare = ema.Share;
        _queue.Reset(_units.Length);
        _team.Run(_update);
    }

    public void Dispose()
    {
        FirstMoment.Dispose();
        SecondMoment.Dispose();
        Average.Dispose();
    }

    private void Measure()
    {
        while (_queue.TryTake(out var item))
        {
            var unit = _units[item];
            var sum = Vector256<T>.Zero;
            for (var at = unit.Start; at < unit.End; at += Vector256<T>.Count)
            {
                var gradient = Vector256.Load(_gradients.Pointer + at);
                sum = Lanes.MultiplyAdd(gradient, gradient, sum);
            }

            _squares[item] = double.CreateTruncating(Vector256.Sum(sum));
        }
    }

    // PyTorch's order of operations: decay, moments, then w -= (lr / bias1) · m / (√v / √bias2 + ε).
    private void Update()
    {
        var decay = Vector256.Create(T.CreateTruncating(1 - _learningRate * _settings.WeightDecay));
        var beta1 = Vector256.Create(T.CreateTruncating(_settings.Beta1));
        var beta2 = Vector256.Create(T.CreateTruncating(_settings.Beta2));
        var rest1 = Vector256.Create(T.CreateTruncating(1 - _settings.Beta1));
        var rest2 = Vector256.Create(T.CreateTruncating(1 - _settings.Beta2));
        var step = Vector256.Create(T.CreateTruncating(-_learningRate / (1 - Math.Pow(_settings.Beta1, Steps))));
        var root = Vector256.Create(T.CreateTruncating(1 / Math.Sqrt(1 - Math.Pow(_settings.Beta2, Steps))));
        var epsilon = Vector256.Create(T.CreateTruncating(_settings.Epsilon));
        var share = Vector256.Create(T.CreateTruncating(_emaShare));
        while (_queue.TryTake(out var item))
        {
            var unit = _units[item];
            var clip = Vector256.Create(_clip[(int)unit.Parameter.Group]);
            for (var at = unit.Start; at < unit.End; at += Vector256<T>.Count)
            {
                var gradient = Vector256.Load(_gradients.Pointer + at) * clip;
                var first = Lanes.MultiplyAdd(gradient, rest1, Vector256.Load(FirstMoment.Pointer + at) * beta1);
                var second = Lanes.MultiplyAdd(gradient * gradient, rest2, Vector256.Load(SecondMoment.Pointer + at) * beta2);
                var weight = Vector256.Load(_values.Values.Pointer + at) * decay;
                weight = Lanes.MultiplyAdd(step, first / Lanes.MultiplyAdd(Vector256.Sqrt(second), root, epsilon), weight);
                first.Store(FirstMoment.Pointer + at);
                second.Store(SecondMoment.Pointer + at);
                weight.Store(_values.Values.Pointer + at);
                if (_emaShare == 1)
                    weight.Store(Average.Pointer + at);
                else if (_emaShare > 0)
                {
                    var average = Vector256.Load(Average.Pointer + at);
                    Lanes.MultiplyAdd(weight - average, share, average).Store(Average.Pointer + at);
                }
            }

            if (unit.Parameter.TransposedOffset >= 0)
                _values.RefreshTransposed(unit.Parameter, unit.FirstRow, unit.EndRow);
        }
    }

    private readonly record struct Unit(Parameter Parameter, int FirstRow, int EndRow)
    {
        public long Start => Parameter.Offset + (long)FirstRow * Parameter.Stride;

        public long End => Parameter.Offset + (long)EndRow * Parameter.Stride;
    }
}
