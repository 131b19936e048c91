using DualScale.Numerics;
using DualScale.Numerics.Kernels;

namespace DualScale.Diffusion;

/// <summary>
/// Rows on their way from noise to points, and the network to ask about them. Only the sampler that is given it uses it, on one
/// thread.
/// </summary>
public sealed unsafe class SamplingTile
{
    private readonly SamplingPass _pass;
    private readonly Workspace<float> _workspace;
    private readonly SampleRows _all;
    private readonly int _first;
    private readonly float[] _x;
    private readonly float[] _result;
    private readonly float[] _factor;
    private readonly float[] _guided;

    internal SamplingTile(SamplingPass pass, Workspace<float> workspace, SampleRows all, int first, int count)
    {
        (_pass, _workspace, _all, _first, Rows) = (pass, workspace, all, first, count);
        _x = new float[count * Columns];
        _result = new float[count * Columns];
        _factor = new float[pass.HasFactor ? count : 0];
        _guided = new float[pass.Guidance > 0 ? count * Columns : 0];
    }

    /// <summary>Rows of the tile, at least 1.</summary>
    public int Rows { get; }

    /// <summary>Columns of the data, as the network sees them.</summary>
    public int Columns => _pass.Columns;

    /// <summary>The levels the model was trained on.</summary>
    public NoiseLevels Levels => _pass.Recipe.Levels;

    /// <summary>The levels visited, from much noise to little.</summary>
    public IReadOnlyList<double> Path => _pass.Path;

    /// <summary>The points now, [rows, columns], scaled as the network sees them.</summary>
    public Span<float> X => _x;

    /// <summary>α of a noise grid at the points last asked about, a number a row; empty without a grid.</summary>
    public ReadOnlySpan<float> NoiseFactor => _factor;

    /// <summary>The predicted noise ε̂ in the points as they are now, [rows, columns], until the next question.</summary>
    /// <param name="query">The level of the points, as an index into the sampler's queries, which are the path unless it says
    /// otherwise.</param>
    public ReadOnlySpan<float> PredictNoise(int query)
    {
        var level = _pass.Queries[query];
        Ask(query);
        var (point, output) = _pass.Recipe.Parametrization.Noise(Levels, level);
        if (_pass.Sampler.ClipToData)
        {
            Clip(level);
            var (a, s) = (Levels.SignalScale(level), Levels.NoiseScale(level));
            (point, output) = (1 / s, -a / s);
        }

        Combine(point, output);
        Hold(1 / Levels.NoiseScale(level), -Levels.SignalScale(level) / Levels.NoiseScale(level));
        return _result;
    }

    /// <summary>The predicted clean points x̂₀, [rows, columns], until the next question.</summary>
    /// <param name="query">The level of the points, as an index into the sampler's queries, which are the path unless it says
    /// otherwise.</param>
    public ReadOnlySpan<float> Denoise(int query)
    {
        var level = _pass.Queries[query];
        Ask(query);
        if (_pass.Sampler.ClipToData)
            Clip(level);
        else
        {
            var (point, output) = _pass.Recipe.Parametrization.Clean(Levels, level);
            Combine(point, output);
        }

        Hold(0, 1);
        return _result;
    }

    /// <summary>
    /// Fills with fresh standard normals, [rows, columns]: those of a row depend on the seed, its number and the step alone.
    /// </summary>
    /// <param name="step">A number from 0 up; each has numbers of its own.</param>
    /// <param name="destination">As long as <see cref="X"/>.</param>
    public void FillNormal(int step, Span<float> destination) =>
        _all.FillNormal(RandomStreams.SampleNoise(_pass.Seed, step), _first, Columns, destination);

    /// <summary>Whether <see cref="X"/> holds points where somebody said that samples start, and no noise.</summary>
    internal bool IsStarted { get; init; }

    /// <summary>A mixture near to the data; null where the model knows none.</summary>
    internal NormalMixture? Mixture => _pass.Recipe.Start;

    /// <summary>Whether any row of the samples may have columns that are given.</summary>
    internal bool HasGiven => _all.Given is not null;

    /// <inheritdoc cref="SamplingPass.KnowsStart"/>
    internal bool KnowsStart => _pass.KnowsStart;

    /// <summary>Whether a row has columns that are given.</summary>
    internal bool IsGiven(int row) => _all.Given is { } given && given.Mask(_all.Row(_first + row)).Contains(1);

    // Leaves the network's output in _result.
    private void Ask(int query)
    {
        _pass.Asked?.Invoke(query, _first, _x);
        if (_guided.Length == 0)
        {
            Ask(query, _all.Given);
            return;
        }

        Ask(query, given: null);
        _result.CopyTo(_guided, 0);
        Ask(query, _all.Given);
        var weight = (float)_pass.Guidance;
        for (var i = 0; i < _result.Length; i++)
            _result[i] += weight * (_result[i] - _guided[i]);
    }

    private void Ask(int query, GivenColumns? given)
    {
        new Span<int>(_workspace.LevelOf.Pointer, Rows).Fill(query);
        var rows = _workspace.Value(_pass.Graph.Noisy);
        for (var row = 0; row < Rows; row++)
            _x.AsSpan(row * Columns, Columns).CopyTo(rows[row]);
        if (_pass.Graph.Given is { } nodes)
            Give(nodes, rows, given);
        _pass.Forward(_workspace, Rows);
        var output = _workspace.Value(_pass.Graph.Output);
        for (var row = 0; row < Rows; row++)
            output[row].CopyTo(_result.AsSpan(row * Columns));
        if (_pass.Graph.NoiseFactor is { } node)
        {
            var factor = _workspace.Value(node);
            for (var row = 0; row < Rows; row++)
                _factor[row] = *factor.At(row);
        }
    }

    private void Give(GivenNodes nodes, Rows<float> noisy, GivenColumns? given)
    {
        var (masks, values) = (_workspace.Value(nodes.Mask), _workspace.Value(nodes.Values));
        for (var row = 0; row < Rows; row++)
        {
            masks[row].Clear();
            values[row].Clear();
            if (given is null)
                continue;
            given.Mask(_all.Row(_first + row)).CopyTo(masks[row]);
            given.Values(_all.Row(_first + row)).CopyTo(values[row]);
            for (var column = 0; column < Columns; column++)
                noisy[row][column] *= 1 - masks[row][column];
        }
    }

    // What is given is known: Point·x + Clean·x₀ there.
    private void Hold(double ofPoint, double ofClean)
    {
        if (_all.Given is not { } given)
            return;
        for (var row = 0; row < Rows; row++)
        {
            var mask = given.Mask(_all.Row(_first + row));
            var values = given.Values(_all.Row(_first + row));
            for (var (column, i) = (0, row * Columns); column < Columns; column++, i++)
            {
                if (mask[column] != 0)
                    _result[i] = (float)(ofPoint * _x[i] + ofClean * values[column]);
            }
        }
    }

    private void Combine(double ofPoint, double ofOutput)
    {
        if ((ofPoint, ofOutput) == (0, 1))
            return;
        for (var i = 0; i < _result.Length; i++)
            _result[i] = (float)ofPoint * _x[i] + (float)ofOutput * _result[i];
    }

    private void Clip(double level)
    {
        var (point, output) = _pass.Recipe.Parametrization.Clean(Levels, level);
        Combine(point, output);
        for (var i = 0; i < _result.Length; i++)
        {
            var (low, high) = _pass.Range![i % Columns];
            _result[i] = Math.Clamp(_result[i], low, high);
        }
    }
}
