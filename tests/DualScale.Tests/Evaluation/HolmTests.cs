using DualScale.Evaluation;

namespace DualScale.Tests.Evaluation;

public sealed class HolmTests
{
    // R's p.adjust(method = "holm") gives these numbers.
    [Fact]
    public void Known_p_values_give_the_known_correction() =>
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void One_test_stays_as_it_is_and_none_exceeds_1()
    {
        Assert.Equal([0.04], Holm.Adjust([0.04]));
        Assert.Equal([1.0, 1.0], Holm.Adjust([0.9, 0.8]));
        Assert.Empty(Holm.Adjust([]));
    }
}
