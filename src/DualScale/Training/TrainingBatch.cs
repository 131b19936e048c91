using DualScale.Diffusion;
using DualScale.Numerics;

namespace DualScale.Training;

/// <summary>
/// What a step is made on: rows of the data, the level and noise of each, and what is given of it. All is drawn by seed and step,
/// unless draws are given.
/// </summary>
internal sealed class TrainingBatch : IDisposable
{
    private readonly TrainingInput _input;
    private readonly DenoisingGraph _graph;
    private readonly BatchOrder _order;
    private readonly int[] _rows;
    private readonly double[] _levels;
    private readonly StableTargets? _references;
    private readonly GivenSubsets? _subsets;
    private TrainingDraws? _draws;
    private int _step;
    private int _count;

    public TrainingBatch(TrainingInput input, DenoisingGraph graph)
    {
        var options = input.Options;
        (_input, _graph) = (input, graph);
        _order = new BatchOrder(input.Points.Count, input.BatchRows, options.Seed);
        (_rows, _levels) = (new int[input.BatchRows], new double[input.BatchRows]);
        if (options.ReferenceRows > 0)
            _references = new StableTargets(input.Points, options.ReferenceRows, options.Seed);
        if (input.Recipe.Conditions is { } groups)
            _subsets = new GivenSubsets(groups, options.Conditions, options.Seed, [.. input.Recipe.BlankNumbers]);
    }

    /// <summary>The level of each row.</summary>
    public ReadOnlySpan<double> Levels => _levels.AsSpan(0, _count);

    /// <summary>Draws the batch of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="levels">The law of its levels.</param>
    public void Draw(int step, NoiseLevels levels)
    {
        var rows = _order.Batch(step);
        rows.CopyTo(_rows);
        levels.Draw(RandomStreams.Levels(_input.Options.Seed, step), _levels.AsSpan(0, rows.Length));
        Begin(step, rows.Length, draws: null);
    }

    /// <summary>Takes draws that are given as the batch of a step.</summary>
    public void Take(int step, TrainingDraws draws)
    {
        draws.Levels.CopyTo(_levels, 0);
        Begin(step, draws.Levels.Length, draws);
    }

    /// <summary>Writes rows of the batch into the graph's inputs; on any thread.</summary>
    /// <param name="workspace">The graph's memory.</param>
    /// <param name="noiseStep">The step whose noise they have.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    public void Write(Workspace<float> workspace, long noiseStep, int first, int count)
    {
        var stream = RandomStreams.TrainingNoise(_input.Options.Seed, noiseStep);
        var levels = _input.Recipe.Levels;
        var clean = workspace.Value(_graph.Clean!);
        var noise = workspace.Value(_graph.Noise!);
        for (var row = first; row < first + count; row++)
        {
            if (_draws is { } draws)
            {
                draws.Clean.AsSpan(row * clean.Width, clean.Width).CopyTo(clean[row]);
                draws.Noise.AsSpan(row * noise.Width, noise.Width).CopyTo(noise[row]);
            }
            else
            {
                _input.Points[_rows[row]].CopyTo(clean[row]);
                stream.FillNormal((ulong)row * (ulong)noise.Width, noise[row]);
            }

            var mask = _subsets is null ? default : Give(workspace, row, clean[row], noise[row]);
            _references?.Replace(
                clean[row], noise[row], levels.SignalScale(_levels[row]), levels.NoiseScale(_levels[row]), mask);
            Clear(clean[row], mask);
            Clear(noise[row], mask);
        }
    }

    public void Dispose() => _references?.Dispose();

    private void Begin(int step, int count, TrainingDraws? draws)
    {
        (_step, _count, _draws) = (step, count, draws);
        _references?.Draw(step);
    }

    // Writes what is given of a row, in which there is no noise, and returns the mask.
    private Span<float> Give(Workspace<float> workspace, int row, ReadOnlySpan<float> clean, Span<float> noise)
    {
        var nodes = _graph.Given!;
        var mask = workspace.Value(nodes.Mask)[row];
        var values = workspace.Value(nodes.Values)[row];
        if (_draws is { } draws)
            draws.Given.AsSpan(row * mask.Length, mask.Length).CopyTo(mask);
        else
            _subsets!.Draw(_step, row, clean, mask);
        for (var column = 0; column < mask.Length; column++)
            values[column] = mask[column] != 0 ? clean[column] : 0;
        Clear(noise, mask);
        return mask;
    }

    private static void Clear(Span<float> row, ReadOnlySpan<float> mask)
    {
        for (var column = 0; column < mask.Length; column++)
        {
            if (mask[column] != 0)
                row[column] = 0;
        }
    }
}
