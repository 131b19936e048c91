using DualScale.Runs.Configuration;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Runs;

/// <summary>Makes run directories. The configuration is written last: a folder with one holds a run that can be resumed.</summary>
internal static class RunCreation
{
    /// <summary>The table of a source that is no shape; null for a shape.</summary>
    public static PointSet? ReadTable(string source)
    {
        if (Shapes.Contains(source))
            return null;
        if (source == "-")
            return TableReader.Read(StandardInput.Open(), StandardInput.Name);
        if (File.Exists(source) || source.Contains('.') || source.Contains(Path.DirectorySeparatorChar))
            return TableReader.Read(source);
        throw new InvalidInputException(
            $"There is no shape and no file '{source}'. {NameSuggestion.Hint(source, [.. Shapes.All.Select(shape => shape.Name)])}");
    }

    // A run that was killed while it was made has left its table, and a table may lie where its run is to be.
    private static bool HoldsAlready(string path, PointSet table)
    {
        try
        {
            var there = TableReader.Read(path);
            return there.Values.Span.SequenceEqual(table.Values.Span) && there.ColumnNames.SequenceEqual(table.ColumnNames);
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    public static void Create(RunFiles files, RunConfiguration configuration, PointSet? table)
    {
        if (table is not null && DataSets.Create(configuration.Data, configuration.Training.Seed, table).Training.Count < 2)
            throw new InvalidInputException($"{configuration.Data.Source} has {table.Count} rows, of which some are held out; give at least 3.");
        var (columns, recipe) = (table?.Columns ?? 2, configuration.ToRecipe());
        recipe.Grid?.RequireColumns(columns);
        Trainer.RequireSize(recipe, columns);
        try
        {
            Directory.CreateDirectory(files.Directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException($"Cannot make the folder {files.Directory}: {exception.Message.TrimEnd('.')}. Choose another --out.", exception);
        }

        foreach (var stale in new[] { files.Checkpoint, files.Model, files.Metrics, files.Record, files.Evaluation, files.Samples, files.Report }.Where(File.Exists))
            throw new InvalidInputException($"{files.Directory} already holds {Path.GetFileName(stale)}; choose another --out or delete it.");
        if (File.Exists(files.Table) && !(table is not null && HoldsAlready(files.Table, table)))
            throw new InvalidInputException($"{files.Directory} already holds another {Path.GetFileName(files.Table)}; choose another --out or move it away.");
        if (table is not null && !File.Exists(files.Table))
            TableWriter.Write(table, files.Table);
        YamlFile.Write(ConfigurationTree.ToTree(configuration), files.Configuration);
    }
}
