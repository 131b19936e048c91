using System.CommandLine;
using DualScale.Runs.Configuration;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary>The options that say what of a table is read, and as what.</summary>
internal sealed class TableOptions
{
    private readonly Option<string> _schema = new("--schema")
    {
        HelpName = "file",
        Description = "What the columns are: a file that 'dualscale inspect TABLE -o FILE' writes, to be edited.",
    };

    private readonly Option<string[]> _columns = new("--columns")
    {
        HelpName = "names",
        Description = "The columns to keep, with commas between, a name with a comma in double quotes; all where not given.",
    };

    private readonly Option<string[]> _drop = new("--drop")
    {
        HelpName = "names",
        Description = "Columns to leave out, with commas between.",
    };

    public IEnumerable<Option> All => [_schema, _columns, _drop];

    public bool IsGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    public Schema? Schema(ParseResult parsed) => parsed.GetValue(_schema) is { } path ? SchemaFile.Read(path) : null;

    /// <summary>The file of the schema, for messages; null for none.</summary>
    public (string? Path, string What) SchemaSource(ParseResult parsed) => (parsed.GetValue(_schema), "the schema that is read");

    public ColumnSelection Selection(ParseResult parsed) =>
        new(Names(parsed.GetValue(_columns)), Names(parsed.GetValue(_drop)));

    /// <summary>
    /// The names of an option that takes several with commas between; null for none. One with a comma stands in double quotes.
    /// </summary>
    public static string[]? Names(string[]? values) =>
        values is null or [] ? null : [.. values.SelectMany(value => Split(value)).Select(name => name is ['"', .. var inner, '"']
            ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : name)];

    private static IEnumerable<string> Split(string value)
    {
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < value.Length; at++)
        {
            isQuoted ^= value[at] == '"';
            if (value[at] != ',' || isQuoted)
                continue;
            yield return value[start..at].Trim();
            start = at + 1;
        }

        yield return value[start..].Trim();
    }
}
