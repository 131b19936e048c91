using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Divides samples into parts, so that any number takes the memory of <see cref="TableModel.BatchRows"/>.</summary>
internal static class SampleParts
{
    /// <summary>The parts: rows, how they are drawn, and who is told the share of the part that is done.</summary>
    /// <exception cref="InvalidInputException">The count is below 1, or what is given or started from are other rows than one
    /// a sample.</exception>
    public static IEnumerable<(int Rows, SamplingOptions Options, IProgress<double>? Progress)> Of(
        long count, SamplingOptions options, IProgress<double>? progress)
    {
        if (count < 1)
            throw new InvalidInputException($"The number of samples is {count}; give at least 1.");
        Require(options.Given is { Count: 1 } ? null : options.Given, "rows of given columns");
        Require(options.Start, "start points");
        return Parts();

        void Require(PointSet? rows, string what)
        {
            if (rows is not null && rows.Count != count)
                throw new InvalidInputException($"There are {rows.Count} {what} for {count} samples; give one a sample.");
        }

        IEnumerable<(int Rows, SamplingOptions Options, IProgress<double>? Progress)> Parts()
        {
            for (var done = 0L; done < count; done += TableModel.BatchRows)
            {
                var rows = (int)Math.Min(TableModel.BatchRows, count - done);
                yield return (rows, options with
                {
                    First = options.First + done,
                    Given = options.Given is { Count: 1 } ? options.Given : Part(options.Given, (int)done, rows),
                    Start = Part(options.Start, (int)done, rows),
                }, ShareOfWhole.Of(progress, done, rows, count));
            }
        }
    }

    private static PointSet? Part(PointSet? all, int first, int rows) => all is null ? null
        : new PointSet(all.Values.Slice(first * all.Columns, rows * all.Columns).ToArray(), all.ColumnNames);
}
