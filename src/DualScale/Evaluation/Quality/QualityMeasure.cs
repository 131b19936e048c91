namespace DualScale.Evaluation.Quality;

/// <summary>A way to tell synthetic rows from real ones: a file of its own and a line in <see cref="QualityMeasures"/>.</summary>
internal abstract class QualityMeasure
{
    /// <summary>About how long it takes, in no unit.</summary>
    public virtual double Cost => 1;

    /// <summary>Measures; null where what it takes is not given.</summary>
    public abstract QualityFinding? Measure(QualityData data);
}
