namespace DualScale.Cli;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int BadInput = 2;
    public const int Interrupted = 130;

    /// <summary>The reader of standard output has ended, as after SIGPIPE.</summary>
    public const int Unread = 141;
}
