using DualScale.Training;

namespace DualScale.Tests.Training;

public sealed class EmaTests
{
    [Fact]
    public void Average_follows_the_published_trace()
    {
        var golden = new GoldenCase("ema-trace");
        var (index, wanted) = (golden.Values<long>("update_index"), golden.Values<double>("ema_value"));
        var options = new EmaOptions();
        var (average, at) = (0.0, 0);
        for (var call = 0L; at < index.Length; call++)
        {
            average += options.Share(call) * (Math.Sin(0.01 * (call + 1)) - average);
            if (index[at] == call + 1)
                Assert.Equal(wanted[at++], average, 1e-6);
        }
    }
}
