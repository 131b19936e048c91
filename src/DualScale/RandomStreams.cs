using DualScale.Numerics;
namespace DualScale;

/// <summary>Which stream of a seed serves which purpose, so that no two purposes ever share numbers.</summary>
internal static class RandomStreams
{
    /// <summary>Initial value of parameter i.</summary>
    public static RandomStream Initialization(ulong seed, int parameter) => Of(seed, 1, (ulong)parameter);

    /// <summary>Order of the rows in an epoch.</summary>
    public static RandomStream Shuffle(ulong seed, long epoch) => Of(seed, 2, (ulong)epoch);

    /// <summary>Noise levels of a training step.</summary>
    public static RandomStream Levels(ulong seed, long step) => Of(seed, 3, (ulong)step);

    /// <summary>Noise of a training step.</summary>
    public static RandomStream TrainingNoise(ulong seed, long step) => Of(seed, 4, (ulong)step);

    /// <summary>Rows over which the targets of a training step are averaged.</summary>
    public static RandomStream References(ulong seed, long step) => Of(seed, 12, (ulong)step);

    /// <summary>Which columns of a training step's rows are given.</summary>
    public static RandomStream Conditions(ulong seed, long step) => Of(seed, 14, (ulong)step);

    /// <summary>Which hidden numbers a training step drops.</summary>
    public static RandomStream Dropping(ulong seed, long step) => Of(seed, 15, (ulong)step);

    /// <summary>Where samples start from.</summary>
    public static RandomStream SampleStart(ulong seed) => Of(seed, 5, 0);

    /// <summary>Noise added in a reverse step.</summary>
    public static RandomStream SampleNoise(ulong seed, int step) => Of(seed, 6, (ulong)step);

    /// <summary>
    /// Where the levels of an evaluation loss start (part 0), its noise (part 1), and that of points diffused to be looked at
    /// (part 2).
    /// </summary>
    public static RandomStream Evaluation(ulong seed, int part) => Of(seed, 7, (ulong)part);

    /// <summary>
    /// Rows by which groups of a joint normal are chosen (part 0), and their halves (part 1); alike for every seed.
    /// </summary>
    public static RandomStream Groups(int part) => Of(0, 16, (ulong)part);

    /// <summary>Folds of rows; alike for every seed.</summary>
    public static RandomStream Folds() => Of(0, 19, 0);

    /// <summary>Numbers under blanks, while their law is measured; alike for every seed.</summary>
    public static RandomStream Blanks(int round, int column) => Of(0, 18, (ulong)round << 32 | (uint)column);

    /// <summary>Rows at which the normals of a mixture begin; alike for every seed.</summary>
    public static RandomStream Mixture() => Of(0, 17, 0);

    /// <summary>Random directions of an estimated trace.</summary>
    public static RandomStream Probes(ulong seed, int probe) => Of(seed, 13, (ulong)probe);

    /// <summary>Points of a built-in shape: set 0 to train on, 1 held out, 2 and on for the floor of the divergence.</summary>
    public static RandomStream Data(ulong seed, int set) => Of(seed, 8, (ulong)set);

    /// <summary>Which rows of a table are held out.</summary>
    public static RandomStream HoldOut(ulong seed) => Of(seed, 9, 0);

    /// <summary>
    /// Which half of a table a row is in, draw by draw; the same for all seeds, which are then compared with the same points.
    /// </summary>
    public static RandomStream Halves(int draw) => Of(0, 11, (ulong)draw);

    /// <summary>Where in its share of the normal a value of a table's column is put, row by row.</summary>
    public static RandomStream Encoding(ulong seed, int column) => Of(seed, 21, (ulong)column);

    /// <summary>The same of values that are given of samples, row by row in each draw of them.</summary>
    public static RandomStream Given(ulong seed, int draw, int column) => Of(seed, 22, (ulong)draw << 32 | (uint)column);

    /// <summary>Draws of a bootstrap.</summary>
    public static RandomStream Bootstrap(ulong seed) => Of(seed, 10, 0);

    /// <summary>Which rows of a table a comparison draws: part 0 of the real table, part 1 of the generated one.</summary>
    public static RandomStream Comparison(ulong seed, int draw, int part) => Of(seed, 20, (ulong)(2 * draw + part));

    /// <summary>
    /// Rows drawn to measure the quality of a table: part 0 of the real one, 1 of the synthetic one, 2 of held-out rows; from 8
    /// on the halves of the floor.
    /// </summary>
    public static RandomStream Quality(ulong seed, int part) => Of(seed, 30, (ulong)part);

    private static RandomStream Of(ulong seed, ulong purpose, ulong index) => new(seed, purpose << 56 | index);
}
