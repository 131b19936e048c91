using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using DualScale.Cli.Terminal;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary><c>dualscale inspect</c>.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Path = new("table") { Description = "A CSV file, or - for standard input." };
    private static readonly TableOptions Reading = new();
    private static readonly Option<string> Out = new("-o", "--out")
    {
        Description = "A YAML file to write the schema into, to be edited and given to --schema.",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace a file that is there." };

    public static Command Create()
    {
        var command = new Command("inspect", "Show what the columns of a table are and what will become of them.")
        {
            Path, Out, Force,
        };
        foreach (var option in Reading.All)
            command.Options.Add(option);
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using var interruption = CommonOptions.Interruption(parsed);
        var (path, output) = (parsed.GetValue(Path)!, parsed.GetValue(Out));
        var (schema, selection) = (Reading.Schema(parsed), Reading.Selection(parsed));
        OutputFile.RequireOther(output, (path, "the table"), Reading.SchemaSource(parsed));
        if (output is not null)
            OutputFile.RequireFree(output, "the schema", parsed.GetValue(Force));
        var table = Interruptible.Run(
            () => StandardInput.ReadTyped(path, schema, selection), interruption.Token);
        var columns = ColumnSummary.Of(table);
        if (output is not null)
            SchemaFile.Write(table.Schema, output);
        if (parsed.GetValue(CommonOptions.Json))
            Results.Print(Document(table, columns, output), json: true);
        else
            Print(table, columns);
        if (output is not null)
        {
            CommonOptions.Screen(parsed).Message(
                $"Wrote the schema into {output}; edit it, and give it to 'dualscale train' with --schema.");
        }

        return ExitCodes.Done;
    }

    private static JsonObject Document(Table table, IReadOnlyList<ColumnSummary> columns, string? output)
    {
        var document = new JsonObject
        {
            ["rows"] = table.Rows,
            ["encoding"] = JsonSerializer.SerializeToNode(table.Schema.Format.Encoding),
            ["columns"] = JsonSerializer.SerializeToNode(columns),
        };
        if (output is not null)
            document["out"] = output;
        return document;
    }

    private static void Print(Table table, IReadOnlyList<ColumnSummary> columns)
    {
        var encoding = table.Schema.Format.Encoding;
        Console.Out.WriteLine(
            $"{table.Rows} rows, {columns.Count} columns{(encoding == TextEncoding.Utf8 ? "" : $", in {encoding.Words()}")}");
        TextTable.Print(
            ["column", "kind", "range", "distinct", "blanks", "becomes"],
            [.. columns.Select(column => new[]
            {
                column.Name, column.Format is null ? column.Kind : $"{column.Kind} {column.Format}",
                column.Low == column.High ? column.Low ?? "" : $"{column.Low} .. {column.High}",
                $"{column.Distinct}", $"{column.Blanks}", column.Becomes,
            })],
            rightAligned: [3, 4]);
    }
}
