using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;
using DualScale.Tables;

namespace DualScale.Training;

/// <summary>
/// Measures the averaged weights on held-out rows at each fiftieth of a training, and holds those that did best. Levels and noise
/// are the same each time, so that what changes is the model; levels are even, whatever the training has come to draw.
/// </summary>
internal sealed class HeldOutWatch : IDisposable
{
    private const int Points = 50;
    private const int Spacing = 10;

    // One that nobody evaluates with: what chose the weights is not what they are measured by.
    private const ulong Seed = ulong.MaxValue;

    // At least so many forward passes of a row; at most a thirtieth of the training's work, which takes three for each row.
    private const int FewestRows = 2000;
    private const long TrainingShare = 500;

    private readonly TrainingOptions _options;
    private readonly PointSet _rows;
    private readonly EvaluationLossOptions _draws;
    private readonly ParameterValues<float> _values;
    private readonly EvaluationPass _pass;

    /// <param name="recipe">The training's recipe.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="heldOut">Scaled rows that it is not trained on, in random order, at least one.</param>
    /// <param name="batchRows">Rows in its batches.</param>
    /// <param name="parameters">The network's parameters.</param>
    public HeldOutWatch(
        DiffusionRecipe recipe, TrainingOptions options, PointSet heldOut, int batchRows, IReadOnlyList<Parameter> parameters)
    {
        var draws = (int)Math.Clamp(options.Steps * (long)batchRows / TrainingShare, FewestRows, 100_000_000);
        _options = options;
        _rows = heldOut.First(draws);
        _draws = new EvaluationLossOptions { Seed = Seed, Draws = draws, Threads = options.Threads };
        _values = new ParameterValues<float>(parameters);
        _pass = new EvaluationPass(recipe, _values, heldOut.Columns);
        Best = new AlignedBuffer<float>(_values.Values.Length);
    }

    /// <summary>The loss after the last step; null where it was not measured or is no number.</summary>
    public double? Loss { get; private set; }

    /// <summary>The weights that did best, once <see cref="BestStep"/> is above 0.</summary>
    public AlignedBuffer<float> Best { get; }

    public int BestStep { get; set; }

    public double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>Looks at the weights after a step.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="weights">The weights that a model would have now.</param>
    public void Look(int step, Func<float[]> weights)
    {
        Loss = null;
        if (!IsLook(step))
            return;
        weights().CopyTo(_values.Values.Span);
        _values.RefreshTransposed();
        var loss = _pass.Loss(_rows, _draws, CancellationToken.None).Mean;
        if (!double.IsFinite(loss))
            return;
        Loss = loss;
        if (loss >= BestLoss)
            return;
        (BestStep, BestLoss) = (step, loss);
        _values.Values.Span.CopyTo(Best.Span);
    }

    /// <summary>Whether the loss, which was measured since, has not fallen for longer than the options have patience.</summary>
    public bool IsOver(int step) => _options.Patience > 0 && BestStep > 0 && step > BestStep && IsLook(step)
        && step - BestStep >= _options.Patience * _options.Steps;

    private bool IsLook(int step)
    {
        var stride = (_options.Steps + Points * Spacing - 1) / (Points * Spacing) * Spacing;
        return step > 0 && (step % stride == 0 || step == _options.Steps);
    }

    public void Dispose()
    {
        _values.Dispose();
        Best.Dispose();
    }
}
