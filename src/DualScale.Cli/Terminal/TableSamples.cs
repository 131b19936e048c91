using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Terminal;

/// <summary>Rows of a table with typed columns, written as they are drawn.</summary>
internal sealed class TableSamples(TableModel model, SamplingRequest request, Screen screen)
{
    private const int BufferSize = 1 << 16;

    /// <param name="output">The file, or - for standard output.</param>
    /// <param name="present">What is there already; null where there is nothing, or it may go.</param>
    /// <param name="json">Whether the result is one JSON document.</param>
    /// <param name="cancellation">Ends it early; nothing is written then.</param>
    public void Write(string output, SamplesFile? present, bool json, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        screen.Warn(model.Encoding.Schema, output == "-" ? "the samples" : output);
        if (output == "-")
        {
            Write(Console.Out, request, cancellation);
            Console.Out.Flush();
            return;
        }

        if (present is not null)
        {
            present.RequireStart(writer => Write(writer, request with { Count = 1 }, cancellation));
            present.RequireHolds(writer => Write(writer, request, cancellation));
        }
        else
        {
            AtomicFile.Write(output, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), BufferSize, leaveOpen: true);
                Write(writer, request, cancellation);
            });
        }

        var sampler = request.SamplerFor(model.Model);
        Results.Print(new JsonObject
        {
            ["samples"] = request.Count,
            ["columns"] = model.Encoding.Schema.Columns.Count,
            ["sampler"] = SamplerCatalogue.NameOf(sampler),
            ["steps"] = sampler.Path(model.Model.Levels).Count,
            ["seed"] = request.Seed,
            ["sampling_seconds"] = clock.Elapsed.TotalSeconds,
            ["out"] = output,
        }, json);
    }

    private void Write(TextWriter writer, SamplingRequest wanted, CancellationToken cancellation)
    {
        using var rows = new RowWriter(writer, model.Encoding.Schema);
        rows.WriteHeader();
        foreach (var table in wanted.Stream(model, screen, cancellation))
            rows.Write(table);
    }
}
