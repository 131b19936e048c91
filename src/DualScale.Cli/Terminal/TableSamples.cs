using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using DualScale.Diffusion;
using DualScale.Interchange;
using DualScale.Runs;
using DualScale.Tables;

namespace DualScale.Cli.Terminal;

/// <summary>Rows of a table with typed columns, written as they are drawn.</summary>
internal sealed class TableSamples(TableModel model, SamplingRequest request, TableConditions? conditions, Screen screen)
{
    private long _drawn;

    /// <param name="output">The file, or - for standard output.</param>
    /// <param name="present">What is there already; null where there is nothing, or it may go.</param>
    /// <param name="json">Whether the result is one JSON document.</param>
    /// <param name="cancellation">Ends it early; nothing is written then.</param>
    public void Write(string output, SamplesFile? present, bool json, CancellationToken cancellation)
    {
        var (clock, schema) = (Stopwatch.StartNew(), model.Encoding.Schema);
        var format = schema.Format;
        screen.Warn(schema, output == "-" ? "the samples" : output);
        if (conditions is { Where.Count: > 0 } && model.Model.Recipe.Conditions is null)
        {
            screen.Message(
                "This model was trained without conditions, so rows are drawn again until they have the values asked for; training with conditions, as of tables by default, or by --set training.conditions=0.25, lets columns be given theirs.");
        }

        if (output == "-")
        {
            Write(Console.Out, new Schema(schema.Columns, format with { Encoding = TextEncoding.Utf8 }), request, cancellation);
            Console.Out.Flush();
            Tell();
            return;
        }

        if (present is not null)
        {
            present.RequireStart(format, writer => Write(writer, schema, request with { Count = 1 }, cancellation));
            present.RequireHolds(format, writer => Write(writer, schema, request, cancellation));
        }
        else
        {
            AtomicFile.Write(output, stream =>
            {
                using var writer = format.OpenWriter(stream);
                Write(writer, schema, request, cancellation);
            });
        }

        Tell();
        Results.Print(Document(output, clock.Elapsed), json);
    }

    private JsonObject Document(string output, TimeSpan elapsed)
    {
        var sampler = request.SamplerFor(model.Model);
        var document = new JsonObject
        {
            ["samples"] = request.Count,
            ["columns"] = model.Encoding.Schema.Columns.Count,
        };
        if (conditions is not null)
        {
            document["where"] = new JsonArray([.. conditions.Where.Select(text => JsonValue.Create(text))]);
            document["rules"] = new JsonArray([.. conditions.Rules.Select(text => JsonValue.Create(text))]);
            document["guidance"] = request.Guidance;
            document["drawn"] = _drawn;
            document["acceptance"] = (double)request.Count / _drawn;
        }

        document["sampler"] = SamplerCatalogue.NameOf(sampler);
        document["steps"] = sampler.Path(model.Model.Levels).Count;
        document["seed"] = request.Seed;
        document["sampling_seconds"] = elapsed.TotalSeconds;
        document["out"] = output;
        return document;
    }

    private void Tell()
    {
        if (_drawn > request.Count)
        {
            screen.Message(string.Create(CultureInfo.InvariantCulture,
                $"{_drawn:N0} rows were drawn for {request.Count:N0} that keep the conditions, {100.0 * request.Count / _drawn:G3} %."));
        }
    }

    // The header waits for the first rows: before them a request may be refused.
    private void Write(TextWriter writer, Schema schema, SamplingRequest wanted, CancellationToken cancellation)
    {
        using var rows = new RowWriter(writer, schema);
        _drawn = 0;
        foreach (var (table, drawn) in Draw(wanted, cancellation))
        {
            if (_drawn == 0)
                rows.WriteHeader();
            rows.Write(table);
            _drawn += drawn;
        }
    }

    private IEnumerable<AcceptedRows> Draw(SamplingRequest wanted, CancellationToken cancellation) => conditions is null
        ? wanted.Stream(model, screen, cancellation).Select(table => new AcceptedRows(table, table.Rows))
        : wanted.StreamWhere(model, conditions, screen, cancellation);
}
