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
        ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Yes,
    });

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

    public bool Quiet => quiet;

    /// <summary>The console behind it, on standard error.</summary>
    public IAnsiConsole Terminal => _console;

    public void Progress(string title, Action<Action<double, string>> work)
    {
        if (quiet)
            work((_, _) => { });
        else if (Console.IsErrorRedirected)
            RunWithLines(title, work);
        else
            RunWithBar(title, work);
    }

    private void RunWithBar(string title, Action<Action<double, string>> work) =>
        _console.Progress().AutoRefresh(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: 1);
                var next = 0L;
                work((share, detail) =>
                {
                    if (share < 1 && Environment.TickCount64 < next)
                        return;
                    next = Environment.TickCount64 + 100;
                    task.Value = share;
                    task.Description = Markup.Escape(detail.Length == 0 ? title : $"{title}  {detail}");
                });
            });

    private static void RunWithLines(string title, Action<Action<double, string>> work)
    {
        var gate = new Lock();
        var tenth = 0;
        work((share, detail) =>
        {
            lock (gate)
            {
                if ((int)(share * 10) <= tenth)
                    return;
                tenth = (int)(share * 10);
                Console.Error.WriteLine($"{title} {10 * tenth}%{(detail.Length == 0 ? "" : $"  {detail}")}");
            }
        });
    }
}
