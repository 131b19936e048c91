using System.Globalization;

namespace DualScale.Diffusion;

/// <summary>
/// A way from noise back to points, with its options. It visits levels from much noise to little and from the last goes to none;
/// a sampler of one's own says in <see cref="Draw"/> what it does there.
/// </summary>
public abstract record Sampler
{
    /// <summary>The most levels that can be visited.</summary>
    public const int MaxSteps = 10_000;

    /// <summary>
    /// Levels visited, 1 to T where they are discrete and to <see cref="MaxSteps"/> of continuous ones; all T, or <see cref="ContinuousSteps"/>, where null,
    /// the default.
    /// </summary>
    public int? Steps { get; init; }

    /// <summary>
    /// Which levels; evenly spaced timesteps, or <see cref="ContinuousSpacing"/> of continuous levels, where null, the default.
    /// </summary>
    public LevelSpacing? Spacing { get; init; }

    /// <summary>
    /// Levels of one's own from much noise to little, in place of steps and spacing: timesteps, or σ of continuous levels.
    /// Default none.
    /// </summary>
    public IReadOnlyList<double>? Levels { get; init; }

    /// <summary>
    /// Whether the predicted clean point is held to the range of the training data, column by column. Default false.
    /// </summary>
    public bool ClipToData { get; init; }

    /// <summary>The spacing of continuous levels where none is asked for; Karras's unless the sampler is meant for
    /// another.</summary>
    protected virtual LevelSpacing ContinuousSpacing => LevelSpacing.Karras;

    /// <summary>How many continuous levels are visited where no number is asked for: 20 unless the sampler says
    /// otherwise.</summary>
    protected virtual int ContinuousSteps => 20;

    /// <summary>The continuous levels visited where no spacing is asked for.</summary>
    /// <param name="levels">Those the model was trained on.</param>
    /// <param name="count">How many.</param>
    protected virtual IReadOnlyList<double> ContinuousPath(NoiseLevels levels, int count) =>
        LevelSpacings.Of(ContinuousSpacing, levels, count);

    /// <summary>The levels visited, from much noise to little.</summary>
    /// <param name="levels">Those the model was trained on.</param>
    /// <exception cref="InvalidInputException">Steps, spacing or levels do not suit them; the message names the
    /// setting.</exception>
    public IReadOnlyList<double> Path(NoiseLevels levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (Levels is null)
        {
            var count = Steps ?? (levels.IsDiscrete ? (int)levels.Most + 1 : ContinuousSteps);
            return Spacing is null && !levels.IsDiscrete ? ContinuousPath(levels, count)
                : LevelSpacings.Of(Spacing ?? LevelSpacing.Even, levels, count);
        }

        if (Levels.Count is 0 or > MaxSteps || Steps is not null && Steps != Levels.Count || Spacing is not null)
        {
            throw new InvalidInputException(
                $"sampling.levels has {Levels.Count} entries; give 1 to {MaxSteps}, and neither steps nor spacing beside them.");
        }

        foreach (var (i, level) in Levels.Index())
        {
            levels.Require(level);
            if (i > 0 && !(level < Levels[i - 1]) || levels.IsDiscrete && level != Math.Floor(level))
            {
                throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture,
                    $"sampling.levels holds {level} at place {i + 1}; give {(levels.IsDiscrete ? "whole timesteps" : "numbers")} that fall from one to the next."));
            }
        }

        return Levels;
    }

    /// <summary>Checks the options and that the sampler suits a model.</summary>
    /// <param name="recipe">What the model is.</param>
    /// <exception cref="InvalidInputException">An option is outside its range, or it does not.</exception>
    public virtual void Require(DiffusionRecipe recipe) => Options.Validate(this, "sampling");

    /// <summary>
    /// The levels at which the network is asked, where they are others than those of the path; the path itself by default.
    /// </summary>
    /// <param name="levels">Those the model was trained on.</param>
    /// <param name="path">The levels visited.</param>
    protected internal virtual IReadOnlyList<double> Queries(NoiseLevels levels, IReadOnlyList<double> path) => path;

    /// <summary>
    /// Takes the rows of a tile through all steps: <see cref="SamplingTile.X"/> is noise before and points after.
    /// </summary>
    /// <param name="tile">The rows, and the network to ask about them. Tiles are drawn on several threads at once.</param>
    protected internal abstract void Draw(SamplingTile tile);
}
