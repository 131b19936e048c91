using DualScale.Diffusion;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>The table of a run: points, or typed columns; neither where the data is a shape.</summary>
/// <param name="Points">A table of numbers that are learned as they stand.</param>
/// <param name="Table">A table whose columns are encoded by their kinds.</param>
internal sealed record RunSource(PointSet? Points, Table? Table)
{
    private TableEncoding? _encoding;

    /// <summary>The file that it was read from; null where it was none.</summary>
    public string? Name { get; init; }

    /// <summary>How the table's columns are encoded; null where they are not.</summary>
    public TableEncoding? Encoding => Table is null ? null : _encoding ??= Named(() => TableEncoding.Fit(Table));

    /// <summary>The table of a run.</summary>
    /// <param name="files">The run's files.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <exception cref="InvalidInputException">A file of it is damaged, or its schema is missing.</exception>
    public static RunSource Read(RunFiles files, RunConfiguration configuration)
    {
        if (File.Exists(files.Schema))
        {
            // A trained model's own encoding is the one its weights know.
            return new RunSource(null, TableFile.Read(files.Table, SchemaFile.ReadWritten(files.Schema)))
            {
                Name = files.Table,
                _encoding = File.Exists(files.Model) ? ModelFile.ReadEncoding(files.Model) : null,
            };
        }

        if (configuration.Diffusion.DiscreteColumns)
        {
            throw new InvalidInputException(
                $"{files.Schema} is missing, which says what the columns of {files.Table} are; put it back, or train into another folder.");
        }

        var source = File.Exists(files.Table) ? ReadPlain(files.Table) : new RunSource(null, null);
        return source.Table is null ? source : throw new InvalidInputException(
            $"{files.Table} is no table of numbers alone, and {files.Schema}, which would say what its columns are, is missing; take undamaged copies, or train into another folder.");
    }

    /// <summary>The table that a configuration names.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="schema">What the columns are; told from the cells where null.</param>
    /// <param name="selection">Which columns; all where null.</param>
    /// <param name="input">Takes the place of a file; none where null.</param>
    /// <exception cref="InvalidInputException">There is no such file, or no table in it.</exception>
    public static RunSource Read(
        RunConfiguration configuration, Schema? schema = null, ColumnSelection? selection = null,
        (TextReader Text, string Name)? input = null)
    {
        var source = configuration.Data.Source;
        var isPlain = schema is null && selection is null or { Columns: null, Drop: null };
        if (input is null)
        {
            if (Shapes.Contains(source))
            {
                return isPlain ? new RunSource(null, null) : throw new InvalidInputException(
                    $"'{source}' is a shape, whose columns are what they are; leave schema, columns and drop out.");
            }

            RunCreation.RequireFile(source);
        }

        // What the papers' networks learn of numbers is as it always was.
        return isPlain && configuration.Diffusion.Levels == LevelKind.Discrete
            ? input is not { } text ? ReadPlain(source)
                : new RunSource(TableReader.Read(text.Text, text.Name), null) { Name = text.Name }
            : new RunSource(null, input is { } given
                ? TableFile.Read(given.Text, given.Name, schema, selection) : TableFile.Read(source, schema, selection))
            {
                Name = input?.Name ?? source,
            };
    }

    /// <summary>Its point sets, or those of the shape.</summary>
    /// <param name="configuration">The configuration, whose seed decides what is held out or drawn.</param>
    /// <exception cref="InvalidInputException">There is no such shape, or a column has nothing to learn.</exception>
    public DataSets Data(RunConfiguration configuration) => Encoding is { } encoding
        ? DataSets.Create(configuration, Table!, encoding) : Named(() => DataSets.Create(configuration, Points));

    private static RunSource ReadPlain(string source)
    {
        InvalidInputException notNumbers;
        try
        {
            return new RunSource(TableReader.Read(source), null) { Name = source };
        }
        catch (InvalidInputException exception)
        {
            notNumbers = exception;
        }

        // Where the columns are no table either, what is wrong with the numbers is the nearer word.
        try
        {
            return new RunSource(null, TableFile.Read(source)) { Name = source };
        }
        catch (InvalidInputException)
        {
            throw notNumbers;
        }
    }

    // What is wrong with columns as a whole does not know where they are from.
    private T Named<T>(Func<T> work) => Name is null ? work() : FaultSource.Name(Name, work);
}
