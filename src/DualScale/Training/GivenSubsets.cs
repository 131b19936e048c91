using DualScale.Diffusion;

namespace DualScale.Training;

/// <summary>
/// Which columns of a training row are given (docs/conditions.md): in a share of the rows a random set of groups, neither none
/// nor all, every number of them equally often; of a number that is blank only that it is. A function of the seed, the step and
/// the row.
/// </summary>
internal sealed class GivenSubsets(ColumnGroups groups, double share, ulong seed, IReadOnlyList<BlankNumber> blanks)
{
    private readonly (int First, int Width)[] _groups = [.. groups.Ranges()];

    /// <summary>Draws the mask of a row: 1 where a column is given, else 0.</summary>
    /// <param name="step">The step.</param>
    /// <param name="row">The row in its batch.</param>
    /// <param name="clean">Its clean values.</param>
    /// <param name="mask">The mask.</param>
    public void Draw(long step, int row, ReadOnlySpan<float> clean, Span<float> mask)
    {
        var stream = RandomStreams.Conditions(seed, step);
        var at = (ulong)row * (ulong)(_groups.Length + 2);
        mask.Clear();
        if (stream.Uniform(at) >= share)
            return;

        // Going over the groups once, each is taken with the share that is still wanted of those left.
        var wanted = 1 + stream.Below(at + 1, _groups.Length - 1);
        for (var group = 0; group < _groups.Length; group++)
        {
            if (stream.Below(at + 2 + (ulong)group, _groups.Length - group) >= wanted)
                continue;
            mask.Slice(_groups[group].First, _groups[group].Width).Fill(1);
            wanted--;
        }

        foreach (var number in blanks)
        {
            if (number.IsBlank(clean))
                mask[number.Column] = 0;
        }
    }
}
