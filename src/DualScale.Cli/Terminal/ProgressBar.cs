using Spectre.Console;

namespace DualScale.Cli.Terminal;

/// <summary>A bar that moves on a terminal.</summary>
internal sealed class ProgressBar : IProgressLine
{
    private const int RefreshMilliseconds = 100;

    private readonly string _title;
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _shown;
    private ProgressTask? _bar;
    private long _next;

    public ProgressBar(IAnsiConsole console, string title)
    {
        _title = title;
        _shown = console.Progress().AutoRefresh(true).HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 },
                new PercentageColumn())
            .StartAsync(context =>
            {
                _bar = context.AddTask(Markup.Escape(title), maxValue: 1);
                return _end.Task;
            });
    }

    public void Show(double share, string detail)
    {
        if (_bar is null || (share < 1 && Environment.TickCount64 < _next))
            return;
        _next = Environment.TickCount64 + RefreshMilliseconds;
        _bar.Value = share;
        _bar.Description = Markup.Escape(detail.Length == 0 ? _title : $"{_title}  {detail}");
    }

    public void Dispose()
    {
        _end.TrySetResult();
        _shown.GetAwaiter().GetResult();
    }
}
