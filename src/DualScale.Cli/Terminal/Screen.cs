using DualScale.Reproduction;
using DualScale.Runs;
using DualScale.Tables;
using Spectre.Console;

namespace DualScale.Cli.Terminal;

/// <summary>
/// What a person sees: messages and progress, all on standard error, so that standard output holds results alone. Without a
/// terminal the bar becomes a line for each tenth of the way.
/// </summary>
internal sealed class Screen(bool quiet) : IScreen
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(Console.Error),
        Ansi = Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            ? ColorSystemSupport.NoColors
            : ColorSystemSupport.Detect,
        Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Yes,
    });

    private IProgressLine? _line;

    public void Message(string text)
    {
        if (!quiet)
            Console.Error.WriteLine(text);
    }

    /// <summary>Says what a spreadsheet would do with the table; nothing of a shape, which is null, and of most tables.</summary>
    public void Warn(PointSet? table, string source)
    {
        if (table is not null && FormulaWarning.Of(table, source) is { } warning)
            Message(warning);
    }

    /// <inheritdoc cref="Warn(PointSet?, string)"/>
    public void Warn(Schema? schema, string source)
    {
        if (schema is not null && FormulaWarning.Of(schema, source) is { } warning)
            Message(warning);
    }

    public bool Quiet => quiet;

    /// <summary>The console behind it, on standard error.</summary>
    public IAnsiConsole Terminal => _console;

    public void Report(RunEvent value)
    {
        switch (value)
        {
            case ActivityStarted { Activity: var activity }:
                _line = Begin(Options.NameOf(activity));
                break;
            case ActivityProgressed progress:
                _line?.Show(progress.Share, progress.Detail);
                break;
            case ActivityEnded:
                _line?.Dispose();
                _line = null;
                break;
            case RunMessage or TrainingResumed or AlreadyTrained:
                Message(value.Text);
                break;
        }
    }

    public void Progress(string title, Action<Action<double, string>> work)
    {
        using var line = Begin(title);
        work((share, detail) => line?.Show(share, detail));
    }

    private IProgressLine? Begin(string title) =>
        quiet ? null : Console.IsErrorRedirected ? new ProgressInTenths(title) : new ProgressBar(_console, title);
}
