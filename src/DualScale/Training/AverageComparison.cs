using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Training;

/// <summary>
/// How far the network and its average, the latter with fresh noise, are apart on a batch: where they differ most, there is most
/// to learn.
/// </summary>
internal sealed class AverageComparison(
    DenoisingGraph graph, TrainingPass<float> pass, ParameterValues<float> weights, AlignedBuffer<float> average, int batchRows)
    : IDisposable
{
    private readonly ParameterValues<float> _average = new(graph.Graph.Parameters);
    private readonly float[] _outputs = new float[batchRows * graph.Output.Width];
    private readonly double[] _errors = new double[batchRows];

    /// <summary>
    /// The mean squared difference of each row. The pass must hold what the network made of the batch, and prepare it with the
    /// noise of the next step.
    /// </summary>
    /// <param name="rows">Rows of the batch.</param>
    public ReadOnlySpan<double> Errors(int rows)
    {
        var workspace = pass.Workspace;
        var output = workspace.Value(graph.Output);
        for (var row = 0; row < rows; row++)
            output[row].CopyTo(_outputs.AsSpan(row * output.Width));
        average.Span.CopyTo(_average.Values.Span);
        _average.RefreshTransposed();
        workspace.Parameters = _average;
        workspace.Dropping = null;
        pass.Forward();
        workspace.Parameters = weights;
        for (var row = 0; row < rows; row++)
        {
            var sum = 0.0;
            for (var column = 0; column < output.Width; column++)
                sum += Math.Pow((double)output[row][column] - _outputs[row * output.Width + column], 2);
            _errors[row] = sum / output.Width;
        }

        return _errors.AsSpan(0, rows);
    }

    public void Dispose() => _average.Dispose();
}
