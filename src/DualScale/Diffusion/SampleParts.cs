namespace DualScale.Diffusion;

/// <summary>Divides samples into parts, so that any number takes the memory of <see cref="TableModel.BatchRows"/>.</summary>
internal static class SampleParts
{
    /// <summary>The parts: rows, how they are drawn, and who is told the share of the part that is done.</summary>
    /// <exception cref="InvalidInputException">The count is below 1.</exception>
    public static IEnumerable<(int Rows, SamplingOptions Options, IProgress<double>? Progress)> Of(
        long count, SamplingOptions options, IProgress<double>? progress)
    {
        if (count < 1)
            throw new InvalidInputException($"The number of samples is {count}; give at least 1.");
        return Parts();

        IEnumerable<(int Rows, SamplingOptions Options, IProgress<double>? Progress)> Parts()
        {
            for (var done = 0L; done < count; done += TableModel.BatchRows)
            {
                var rows = (int)Math.Min(TableModel.BatchRows, count - done);
                yield return (rows, options with { First = options.First + done }, ShareOfWhole.Of(progress, done, rows, count));
            }
        }
    }
}
