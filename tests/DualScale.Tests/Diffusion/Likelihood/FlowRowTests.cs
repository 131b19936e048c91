using DualScale.Diffusion;
using DualScale.Numerics;

namespace DualScale.Tests.Diffusion.Likelihood;

/// <summary>The steps of a row along its flow, whatever the slopes are.</summary>
public sealed class FlowRowTests
{
    [Fact]
    public void Rows_arrive_however_rough_the_flow_becomes_on_the_way()
    {
        const double End = 6;
        for (ulong seed = 0; seed < 400; seed++)
        {
            // Smooth up to somewhere, and from there on numbers that fit no step.
            var (random, drawn) = (new RandomStream(seed, 5), 1UL);
            var (row, rough) = (new FlowRow(columns: 1, traces: 1, start: 0, End, tolerance: 1e-3), End * random.Uniform(0));
            row.Begin(0, [1]);
            do
            {
                var isRough = row.Time > rough;
                row.Slope[0] = isRough ? 100 * random.Uniform(drawn++) : 1;
                row.Slope[1] = isRough ? 100 * random.Uniform(drawn++) : 1;
                Assert.True(row.Calls < 10_000, $"seed {seed} does not arrive");
            }
            while (row.Advance());
            Assert.InRange(row.Point[0], 1 + rough * 0.9, 1 + 100 * End);
        }
    }
}
