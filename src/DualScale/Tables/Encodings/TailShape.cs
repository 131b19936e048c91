namespace DualScale.Tables;

/// <summary>
/// How a column goes on beyond its last value: a generalised Pareto law, which is an exponential at shape 0, falls off faster
/// below and slower above it.
/// </summary>
/// <param name="Scale">Its scale at the last value; 0 where the column ends there.</param>
/// <param name="Shape">Its shape ξ.</param>
internal readonly record struct TailShape(double Scale, double Shape)
{
    private const int FewestRows = 20;
    private const int FewestExceedances = 10;
    private const int MostExceedances = 1000;
    private const double Share = 0.05;
    private const double AtomShare = 0.25;
    private const double LeastShape = -0.5;
    private const double MostShape = 0.9;
    private const double NoShape = 1e-6;

    // Nine of ten largest of so many exceedances leave more than this share of one of them beyond.
    private const double LeastShare = 0.1;
    private const int Halvings = 50;

    /// <summary>Whether a fit can give it.</summary>
    public bool IsPossible => Scale >= 0 && Shape is >= LeastShape and <= MostShape;

    /// <summary>No tail: the column ends at its last value.</summary>
    public static TailShape None => default;

    /// <summary>
    /// Fits the outer twentieth of the values by probability-weighted moments (Hosking and Wallis 1987): with b₀ the mean of
    /// the exceedances and b₁ that of (1 - p)·y, ξ = 2 - b₀/(b₀ - 2b₁) and the scale is b₀·(1 - ξ). Moments may give a law that
    /// ends before the last value or just behind it (Dupuis 1998); its shape is raised, at most to the exponential's. Beyond a
    /// value that a quarter of the rows have, such as zero, only what lies there says how it goes on.
    /// </summary>
    /// <param name="outermost">All values, the outermost first, where outwards is up.</param>
    public static TailShape Fit(ReadOnlySpan<double> outermost)
    {
        if (outermost.Length < FewestRows)
            return None;
        var count = Math.Clamp((int)(Share * outermost.Length), FewestExceedances, MostExceedances);
        if (BeyondAtom(outermost, outermost[count]) is var beyond && beyond < outermost.Length)
            return Fit(outermost[..beyond]);
        var threshold = outermost[count];
        var (b0, b1) = (0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            // The smallest exceedance is the first one, so this is the (count - i)th.
            var (y, p) = (outermost[i] - threshold, (count - i - 0.35) / count);
            b0 += y / count;
            b1 += (1 - p) * y / count;
        }

        if (!(b0 > 0) || !double.IsFinite(b0))
            return None;
        var shape = b0 - 2 * b1 > 0 ? Math.Clamp(2 - b0 / (b0 - 2 * b1), LeastShape, MostShape) : MostShape;
        shape = Reaching(shape, b0, outermost[0] - threshold, LeastShare / count);
        var scale = b0 * (1 - shape) + shape * (outermost[0] - threshold);
        return scale > 0 ? new TailShape(scale, shape) : None;
    }

    // How many values lie beyond one that so many rows have that it is none of the tail, such as zero; all where it is not.
    private static int BeyondAtom(ReadOnlySpan<double> outermost, double value)
    {
        var beyond = outermost.IndexOf(value);
        return outermost.LastIndexOf(value) - beyond + 1 > AtomShare * outermost.Length ? beyond : outermost.Length;
    }

    /// <summary>The distance from the last value beyond which a share of the tail lies.</summary>
    /// <param name="share">The share, in (0, 1].</param>
    public double Distance(double share) =>
        Math.Abs(Shape) < NoShape ? -Scale * Math.Log(share) : Scale * (Math.Pow(share, -Shape) - 1) / Shape;

    /// <summary>The share of the tail that lies beyond a distance.</summary>
    /// <param name="distance">The distance from the last value, at least 0.</param>
    public double ShareBeyond(double distance) =>
        Scale == 0 ? 0
        : Math.Abs(Shape) < NoShape ? Math.Exp(-distance / Scale)
        : Math.Pow(Math.Max(0, 1 + Shape * distance / Scale), -1 / Shape);

    // The least shape from one below 0 up to 0 at which a law of this mean leaves a share beyond a distance; 0 where none does.
    private static double Reaching(double shape, double mean, double distance, double share)
    {
        if (shape >= 0 || Reaches(shape))
            return shape;
        var (low, high) = (shape, 0.0);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Reaches(middle) ? (low, middle) : (middle, high);
        }

        return high;

        bool Reaches(double one) => new TailShape(mean * (1 - one), one).ShareBeyond(distance) >= share;
    }
}
