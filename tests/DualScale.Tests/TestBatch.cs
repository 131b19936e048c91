using System.Numerics;
using DualScale.Diffusion;
using DualScale.Numerics;

namespace DualScale.Tests;

/// <summary>Writes a given batch into a training graph's inputs.</summary>
internal static unsafe class TestBatch
{
    public static void Fill<T>(Workspace<T> workspace, DenoisingGraph graph, NoiseSchedule schedule, float[] clean, float[] noise, int[] timesteps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var distinct = timesteps.Distinct().Order().ToArray();
        workspace.SetCounts(timesteps.Length, distinct.Length);
        for (var row = 0; row < timesteps.Length; row++)
            workspace.TimestepOf.Pointer[row] = Array.IndexOf(distinct, timesteps[row]);
        workspace.AssignTimesteps();
        for (var row = 0; row < distinct.Length; row++)
        {
            workspace.Value(graph.Timestep)[row][0] = T.CreateTruncating(distinct[row]);
            workspace.Value(graph.SignalScale!)[row][0] = T.CreateTruncating(schedule.SignalScale(distinct[row]));
            workspace.Value(graph.NoiseScale!)[row][0] = T.CreateTruncating(schedule.NoiseScale(distinct[row]));
        }

        Write(workspace.Value(graph.Clean!), clean);
        Write(workspace.Value(graph.Noise!), noise);
    }

    private static void Write<T>(Rows<T> rows, float[] values) where T : unmanaged
    {
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows.Width; column++)
                rows[row][column] = Convert<T>(values[row * rows.Width + column]);
        }
    }

    private static T Convert<T>(float value) where T : unmanaged => typeof(T) == typeof(float) ? (T)(object)value : (T)(object)(double)value;
}
