using System.CommandLine;
using System.CommandLine.Completions;
using DualScale.Tables;

namespace DualScale.Cli.Commands;

/// <summary>The options that say which rows of a table are wanted.</summary>
internal sealed class ConditionOptions
{
    private readonly Argument<string> _from;

    private readonly Option<string[]> _where = new("--where")
    {
        HelpName = "column=value",
        Description = "What a column is to be: species=Adelie, mass=4000..5000, mass=4000.., species=Adelie|Gentoo, deck= for a blank. Repeat it for more columns.",
    };

    private readonly Option<string[]> _rule = new("--rule")
    {
        HelpName = "comparison",
        Description = "What rows must keep: a column, one of < <= = != >= >, and another column or a value; 'hired < left or blank' also keeps rows in which one of them is blank. Rows that break it are drawn again; repeat it for more.",
    };

    /// <param name="from">The argument that names the run or the model, whose columns are completed.</param>
    public ConditionOptions(Argument<string> from)
    {
        _from = from;
        _where.CompletionSources.Add(Complete);
    }

    public IEnumerable<Option> All => [_where, _rule];

    /// <summary>What is asked for; null for nothing.</summary>
    public TableConditions? Of(ParseResult parsed) =>
        (parsed.GetValue(_where) ?? [], parsed.GetValue(_rule) ?? []) is var (where, rules) && where.Length + rules.Length > 0
            ? new TableConditions { Where = where, Rules = rules } : null;

    private IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        if (context.ParseResult.GetValue(_from) is not { } from)
            return [];
        try
        {
            var columns = new ModelSource(from).ReadEncoding()?.Schema.Columns ?? [];
            var name = context.WordToComplete.Split('=')[0];
            return (context.WordToComplete.Contains('=')
                ? columns.Where(column => column.Name == name).SelectMany(Texts).Select(text => $"{name}={text}")
                : columns.Where(column => column.Kind is not IdentifierKind).Select(column => $"{column.Name}="))
                .Select(word => new CompletionItem(word));
        }
        catch (InvalidInputException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Texts(ColumnSchema column) => column.Kind switch
    {
        CategoryKind category => category.Levels,
        BooleanKind boolean => [boolean.False, boolean.True],
        _ => [],
    };
}
