using DualScale.Numerics;

namespace DualScale.Diffusion;

/// <summary>
/// Gives each distinct level of a batch a row of its own. Discrete levels share rows, in ascending order; continuous ones are all
/// distinct.
/// </summary>
internal sealed class LevelRows(DiffusionRecipe recipe, DenoisingGraph graph)
{
    private readonly int[] _rowOf = recipe.Levels.IsDiscrete ? new int[(int)recipe.Levels.Most + 1] : [];

    /// <summary>The most rows that a batch needs.</summary>
    public int Most(int batchRows) => recipe.Levels.IsDiscrete ? Math.Min(batchRows, _rowOf.Length) : batchRows;

    /// <summary>Writes the level inputs of a batch.</summary>
    public unsafe void Assign(Workspace<float> workspace, ReadOnlySpan<double> levels)
    {
        var distinct = levels.Length;
        if (recipe.Levels.IsDiscrete)
            distinct = Share(workspace, levels);
        else
        {
            workspace.SetCounts(levels.Length, distinct);
            for (var row = 0; row < levels.Length; row++)
            {
                graph.WriteLevel(workspace, row, levels[row], recipe);
                workspace.LevelOf.Pointer[row] = row;
            }
        }

        workspace.SetCounts(levels.Length, distinct);
        workspace.AssignLevels();
    }

    private unsafe int Share(Workspace<float> workspace, ReadOnlySpan<double> levels)
    {
        Array.Fill(_rowOf, -1);
        foreach (var level in levels)
            _rowOf[(int)level] = 0;
        workspace.SetCounts(levels.Length, Most(levels.Length));
        var distinct = 0;
        for (var level = 0; level < _rowOf.Length; level++)
        {
            if (_rowOf[level] < 0)
                continue;
            graph.WriteLevel(workspace, distinct, level, recipe);
            _rowOf[level] = distinct++;
        }

        for (var row = 0; row < levels.Length; row++)
            workspace.LevelOf.Pointer[row] = _rowOf[(int)levels[row]];
        return distinct;
    }
}
