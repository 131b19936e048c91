namespace DualScale.Evaluation.Quality;

/// <summary>What a measure found.</summary>
/// <param name="Measure">Its name in <see cref="QualityMeasures"/>.</param>
/// <param name="Value">Of synthetic rows against real ones.</param>
/// <param name="Error">The standard error of the value.</param>
/// <param name="Floor">What other real rows give in their place.</param>
/// <param name="FloorError">The standard error of the floor; 0 where it is known.</param>
/// <param name="Rows">How many rows of each table it stands on.</param>
/// <param name="Verdict">What the value says beside the floor.</param>
/// <param name="Words">The verdict in words.</param>
public sealed record QualityFinding(
    string Measure, double Value, double Error, double Floor, double FloorError, int Rows, QualityVerdict Verdict, string Words)
{
    // One in a hundred verdicts on real rows is wrong, both sides together.
    internal const double Reach = 2.576;

    // Beyond this error, as a share of the floor, a difference that counts may hide within reach of it.
    private const double LargeError = 0.04;
    private const double Lean = 1;

    /// <summary>The verdict that too few rows leave open; null where none is.</summary>
    internal (QualityVerdict Verdict, string Words)? Doubt { get; init; }

    /// <summary>Some doubts in a sentence.</summary>
    internal static string Say(IEnumerable<string> doubts) =>
        "too few rows to say whether " + string.Join(", or whether ", doubts);

    /// <summary>The difference from the floor in its standard errors; NaN where one of them is not known.</summary>
    internal static double Score(double value, double error, double floor, double floorError)
    {
        var scale = Math.Sqrt(error * error + floorError * floorError);
        return double.IsNaN(scale) || value != floor ? (value - floor) / scale : 0;
    }

    /// <summary>A finding by its score: what it says within reach of the floor, and above and below where that means
    /// something. Where it leans there and the error is large, nothing can be said.</summary>
    internal static QualityFinding Judge(
        string measure, double value, double error, double floor, double floorError, int rows, string alike,
        (QualityVerdict Verdict, string Words)? above = null, (QualityVerdict Verdict, string Words)? below = null)
    {
        var score = Score(value, error, floor, floorError);
        var side = score > 0 ? above : below;
        var doubt = Math.Abs(score) is > Lean and <= Reach && error > LargeError * Math.Abs(floor) ? side : null;
        var (verdict, words) = double.IsNaN(score) ? (QualityVerdict.Unclear, "too few rows to say")
            : doubt is var (_, open) ? (QualityVerdict.Unclear, Say([open]))
            : side is null || Math.Abs(score) <= Reach ? (QualityVerdict.Alike, alike) : side.Value;
        return new QualityFinding(measure, value, error, floor, floorError, rows, verdict, words) { Doubt = doubt };
    }
}
