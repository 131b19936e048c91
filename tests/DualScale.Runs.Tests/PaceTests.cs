namespace DualScale.Runs.Tests;

/// <summary>How long a training will still take.</summary>
public sealed class PaceTests
{
    [Fact]
    public void Nothing_done_yet_says_nothing_and_is_no_fault()
    {
        // A training that ended early and is resumed for its model alone does no step.
        var time = new SteppingTime();
        Assert.Equal((0.0, TimeSpan.Zero), At(new Pace(2_800, 8_000, time), 2_800));
        Assert.True(At(new Pace(0, int.MaxValue, time), 1).Left > TimeSpan.Zero);

        static (double Rate, TimeSpan Left) At(Pace pace, int step) =>
            pace.At(step, 0.1) is var told ? (told.StepsPerSecond, told.Left) : default;
    }
}
