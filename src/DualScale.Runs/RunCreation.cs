using System.Text.Json.Nodes;
using DualScale.Runs.Configuration;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs;

/// <summary>
/// Makes run directories. The configuration is written last: a folder with one holds a run that can be resumed.
/// </summary>
internal static class RunCreation
{
    /// <summary>The points of a source that is no shape; null for a shape.</summary>
    public static PointSet? ReadTable(string source)
    {
        if (Shapes.Contains(source))
            return null;
        RequireFile(source);
        return TableReader.Read(source);
    }

    /// <summary>Refuses a name that is neither a shape nor looks like a file.</summary>
    public static void RequireFile(string source)
    {
        if (File.Exists(source) || source.Contains('.') || source.Contains(Path.DirectorySeparatorChar))
            return;
        throw new InvalidInputException(
            $"There is no shape and no file '{source}'. {NameSuggestion.Hint(source, [.. Shapes.All.Select(shape => shape.Name)])}");
    }

    // A run that was killed while it was made has left its table, and a table may lie where its run is to be.
    private static bool HoldsAlready(string path, RunSource source)
    {
        try
        {
            if (source.Points is not { } points)
                return TextFile.Read(path, reader => reader.ReadToEnd()) == Text(source.Table!);
            var there = TableReader.Read(path);
            return there.Values.Span.SequenceEqual(points.Values.Span) && there.ColumnNames.SequenceEqual(points.ColumnNames);
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private static bool HoldsAlready(string path, Schema schema)
    {
        try
        {
            return JsonNode.DeepEquals(SchemaJson.Write(SchemaFile.ReadWritten(path)), SchemaJson.Write(schema));
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private static string Text(Table table)
    {
        var writer = new StringWriter();
        TableFile.Write(table, writer);
        return writer.ToString();
    }

    public static void Create(RunFiles files, RunConfiguration configuration, RunSource source)
    {
        var (points, table) = source;
        if (files.HoldsRun)
            throw Fault(RunDirectoryFault.HoldsRun, $"{files.Directory} already holds a run");
        var isTable = points is not null || table is not null;
        if (isTable && Shapes.Contains(configuration.Data.Source))
        {
            throw new InvalidInputException(
                $"data.source is '{configuration.Data.Source}', the name of a shape; give the table another.");
        }

        var data = isTable ? source.Data(configuration) : null;
        if (data?.Training.Count < 2)
        {
            throw new InvalidInputException(
                $"{configuration.Data.Source} has {data.Real.Count} rows, of which some are held out; give at least 3.");
        }

        if (configuration.Diffusion.DiscreteColumns && source.Encoding is null)
        {
            throw new InvalidInputException(
                $"diffusion.discrete-columns is of tables with typed columns, and {configuration.Data.Source} is none; leave it false.");
        }

        var (columns, recipe) = (data?.Real.Columns ?? 2, configuration.ToRecipe(source.Encoding));
        recipe.Grid?.RequireColumns(columns);
        Trainer.RequireSize(recipe, columns);
        try
        {
            Directory.CreateDirectory(files.Directory);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Fault(RunDirectoryFault.CannotBeMade,
                $"Cannot make the folder {files.Directory}: {exception.Message.TrimEnd('.')}", exception);
        }

        foreach (var stale in new[] { files.Checkpoint, files.Model, files.Metrics, files.Record, files.Evaluation,
            files.Samples, files.Report }.Where(File.Exists))
            throw Fault(RunDirectoryFault.HoldsFile, $"{files.Directory} already holds {Path.GetFileName(stale)}");
        if (File.Exists(files.Table) && !(isTable && HoldsAlready(files.Table, source)))
            throw Fault(RunDirectoryFault.HoldsTable, $"{files.Directory} already holds another {Path.GetFileName(files.Table)}");
        if (File.Exists(files.Schema) && !(table is not null && HoldsAlready(files.Schema, table.Schema)))
            throw Fault(RunDirectoryFault.HoldsTable, $"{files.Directory} already holds another {Path.GetFileName(files.Schema)}");
        if (points is not null && !File.Exists(files.Table))
            TableWriter.Write(points, files.Table);
        if (table is not null && !File.Exists(files.Table))
            TableFile.Write(table, files.Table);
        if (table is not null)
            SchemaFile.Write(table.Schema, files.Schema);
        YamlFile.Write(ConfigurationTree.ToTree(configuration), files.Configuration);

        RunDirectoryException Fault(RunDirectoryFault fault, string problem, Exception? cause = null) =>
            new(fault, files.Directory, problem, cause: cause);
    }
}
