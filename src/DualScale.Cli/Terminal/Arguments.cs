using System.CommandLine;

namespace DualScale.Cli.Terminal;

/// <summary>How arguments are read.</summary>
internal static class Arguments
{
    /// <summary>A name may begin with @, so no argument is a file of arguments.</summary>
    public static ParserConfiguration Rules { get; } = new() { ResponseFileTokenReplacer = null };
}
