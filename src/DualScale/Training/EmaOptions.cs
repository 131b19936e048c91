namespace DualScale.Training;

/// <summary>The moving average of the weights that is sampled from (docs/models.md, section 3).</summary>
public sealed record EmaOptions
{
    /// <summary>The largest share of the old average that an update keeps, in [0, 1). Default 0.995.</summary>
    public double Decay { get; init; } = 0.995;

    /// <summary>Steps between updates, at least 1. Default 10.</summary>
    public int UpdateEvery { get; init; } = 10;

    /// <summary>Steps during which the average only copies the weights, at least 0. Default 100.</summary>
    public int UpdateAfterStep { get; init; } = 100;

    /// <summary>
    /// The share of the weights that call number <paramref name="call"/> = 0, 1, 2, … moves into the average:
    /// 1 - min(decay, 1 - (1 + n)^(-2/3)), n = call - <see cref="UpdateAfterStep"/>; 1 copies, 0 leaves it alone. The first
    /// update past <see cref="UpdateAfterStep"/> still copies, as in the published code.
    /// </summary>
    /// <param name="call">How often the average was updated before, from 0.</param>
    public double Share(long call)
    {
        const double Power = 2.0 / 3;
        if (call % UpdateEvery != 0)
            return 0;
        var n = call - UpdateAfterStep;
        return n <= UpdateEvery ? 1 : 1 - Math.Min(Decay, 1 - Math.Pow(1 + n, -Power));
    }
}
