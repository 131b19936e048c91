using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>Samples of a model: what is asked for, checked, and the drawing of it.</summary>
internal static class SampleDrawing
{
    /// <summary>Checks what samples are asked for, and returns what is given of them; null for nothing.</summary>
    public static GivenColumns? Require(this DiffusionModel model, int count, SamplingOptions options)
    {
        model.RequireRows(count, options);
        model.RequireUsable();
        Options.Validate(options, "sampling");
        if (options.Guidance > 0 && options.Given is null)
            throw new InvalidInputException("sampling.guidance is towards columns that are given; give some, or leave it at 0.");
        var columns = model.ColumnNames.Count;
        if (options.Start is not null && (options.Start.Count != count || options.Start.Columns != columns))
        {
            throw new InvalidInputException(
                $"There are {options.Start.Count} start points of {options.Start.Columns} columns for {count} samples of {columns}; give one a sample.");
        }

        if (options.Given is not null && (options.Sampler ?? model.DefaultSampler) is TruncatedSampler)
        {
            throw new InvalidInputException(
                "sampling.sampler truncated starts from whole rows and knows none with columns that are given; choose angular.");
        }

        return options.Given is null ? null : GivenColumns.Of(options.Given, model, count);
    }

    /// <summary>Checks how many samples are asked for, and from which on.</summary>
    public static void RequireRows(this DiffusionModel model, int count, SamplingOptions options)
    {
        var most = Array.MaxLength / model.ColumnNames.Count;
        if (count < 1 || count > most)
            throw new InvalidInputException($"The number of samples is {count}; give 1 to {most}.");
        if (options.First < 0 || options.First > SampleRows.Most - count)
        {
            throw new InvalidInputException(
                $"The first sample is number {options.First}; give 0 or more, so that the last is below {SampleRows.Most}.");
        }
    }

    /// <summary>Draws samples whose options were checked, [count, columns] in the data's own units.</summary>
    public static float[] Draw(
        this DiffusionModel model, SampleRows rows, SamplingOptions options, IProgress<double>? progress,
        CancellationToken cancellation)
    {
        using var pass = new SamplingPass(model, options.Sampler ?? model.DefaultSampler, options.Seed)
        {
            Guidance = options.Guidance,
        };
        var columns = model.ColumnNames.Count;
        var samples = new float[(long)rows.Count * columns];
        if (options.Start is not null)
            model.Scaling.Apply(options.Start).Values.Span.CopyTo(samples);
        pass.Fill(samples, rows, options.Start is not null, options.ThreadCount, progress, cancellation);
        model.Scaling.Restore(samples);
        for (var sample = 0; rows.Given is not null && sample < rows.Count; sample++)
            rows.Given.Restore(rows.Row(sample), samples.AsSpan(sample * columns, columns));
        return samples;
    }

    /// <summary>
    /// The way of samples from noise to points: those that the network was last asked about at each level, then the samples
    /// themselves at <see cref="NoiseLevels.None"/>; and how often a sample asked.
    /// </summary>
    public static (IReadOnlyList<(double Level, PointSet Points)> Way, int Calls) Trace(
        this DiffusionModel model, int count, Sampler sampler, ulong seed)
    {
        model.RequireUsable();
        var columns = model.ColumnNames.Count;
        var queries = sampler.Queries(model.Levels, sampler.Path(model.Levels));
        float[][] asked = [.. queries.Select(_ => new float[count * columns])];
        var calls = 0;
        using var pass = new SamplingPass(model, sampler, seed)
        {
            Asked = (query, first, points) =>
            {
                points.Span.CopyTo(asked[query].AsSpan((int)first * columns));
                Interlocked.Add(ref calls, first == 0 ? 1 : 0);
            },
        };
        var samples = new float[count * columns];
        pass.Fill(samples, new SampleRows(count), started: false, threads: 1, progress: null, CancellationToken.None);
        float[][] stops = [.. asked, samples];
        foreach (var points in stops)
            model.Scaling.Restore(points);
        var visited = queries.Append(model.Levels.None)
            .Zip(stops, (level, points) => (level, new PointSet(points, model.ColumnNames)));
        return ([.. visited], calls);
    }
}
