namespace DualScale.Diffusion;

/// <summary>
/// The Runge-Kutta pair of orders 5 and 4 of Dormand and Prince (1980). The last stage is the first of the next step.
/// </summary>
internal static class DormandPrince
{
    public const int Stages = 7;

    /// <summary>The order by which the error of a step falls, per unit of its length.</summary>
    public const int ErrorOrder = 4;

    /// <summary>The stage that counts in neither solution: only later stages look at its slope.</summary>
    public const int Helper = 1;

    /// <summary>Where each stage lies, as a share of the step.</summary>
    public static readonly double[] Nodes = [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1];

    /// <summary>The weights of the slopes before each stage; the last are those of the solution of order 5.</summary>
    public static readonly double[][] Weights =
    [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    /// <summary>The weights of the slopes in the difference of both solutions.</summary>
    public static readonly double[] Errors =
    [
        71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40,
    ];
}
