using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>The table of a run: points, or typed columns; neither where the data is a shape.</summary>
/// <param name="Points">A table of numbers that are learned as they stand.</param>
/// <param name="Table">A table whose columns are encoded by their kinds.</param>
internal sealed record RunSource(PointSet? Points, Table? Table)
{
    private TableEncoding? _encoding;

    /// <summary>How the table's columns are encoded; null where they are not.</summary>
    public TableEncoding? Encoding => Table is null ? null : _encoding ??= TableEncoding.Fit(Table);

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
            ? input is { } text ? new RunSource(TableReader.Read(text.Text, text.Name), null) : ReadPlain(source)
            : new RunSource(null, input is { } given
                ? TableFile.Read(given.Text, given.Name, schema, selection) : TableFile.Read(source, schema, selection));
    }

    private static RunSource ReadPlain(string source)
    {
        InvalidInputException notNumbers;
        try
        {
            return new RunSource(TableReader.Read(source), null);
        }
        catch (InvalidInputException exception)
        {
            notNumbers = exception;
        }

        // Where the columns are no table either, what is wrong with the numbers is the nearer word.
        try
        {
            return new RunSource(null, TableFile.Read(source));
        }
        catch (InvalidInputException)
        {
            throw notNumbers;
        }
    }
}
