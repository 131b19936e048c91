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

    /// <summary>The difference from the floor in its standard errors.</summary>
    internal static double Score(double value, double error, double floor, double floorError)
    {
        var scale = Math.Sqrt(error * error + floorError * floorError);
        return value == floor ? 0 : scale > 0 ? (value - floor) / scale : (value - floor) / 0.0;
    }
}
