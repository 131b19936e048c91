using DualScale.Tables;

namespace DualScale.Cli.Terminal;

/// <summary>Standard input, where there is one.</summary>
internal static class StandardInput
{
    public const string Name = "standard input";

    private const string FlagsLine = "flags:";
    private const int CloseOnExec = 0x80000;

    /// <summary>What messages call a table: its path, or standard input for -.</summary>
    public static string NameOf(string path) => path == "-" ? Name : path;

    /// <summary>Whether a path is of a file that can be read more than once, and not of standard input or a pipe.</summary>
    public static bool IsFile(string path) =>
        path != "-" && File.Exists(path) &&
        (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path))
            is FileInfo { Exists: true, Length: > 0 };

    /// <summary>The table of a file, or of standard input for -.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static PointSet ReadTable(string path) =>
        path == "-" ? TableReader.Read(Open(), Name) : TableReader.Read(path);

    /// <summary>The table of typed columns of a file, or of standard input for -.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static Table ReadTyped(string path, Schema? schema, ColumnSelection? selection = null) => path == "-"
        ? TableFile.Read(Open(), Name, schema, selection) : TableFile.Read(path, schema, selection);

    /// <summary>The rows of a pipe, or of standard input for -, to be measured by a model.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static Table ReadMeasured(string path, Schema schema, string schemaName) => (path == "-"
        ? TableFile.ReadParts(Open(), Name, schema, int.MaxValue, schemaName)
        : TableFile.ReadParts(path, schema, int.MaxValue, schemaName)).Single();

    /// <exception cref="InvalidInputException">It is closed.</exception>
    public static TextReader Open() => IsClosed()
        ? throw new InvalidInputException($"There is no {Name}, it is closed; give the path of a file, or pipe a table in.")
        : Console.In;

    // Where it was closed, its number has gone to the first file that the runtime opened for itself; reading that would wait for
    // good.
    // What a process is started with has passed through exec, so it is never marked to be closed there, and the runtime's own
    // files are.
    private static bool IsClosed()
    {
        const string Entry = "/proc/self/fdinfo/0";
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            var flags = File.ReadLines(Entry).First(line => line.StartsWith(FlagsLine, StringComparison.Ordinal));
            return (Convert.ToInt32(flags[FlagsLine.Length..].Trim(), 8) & CloseOnExec) != 0;
        }
        catch (FileNotFoundException)
        {
            return Directory.Exists("/proc/self/fdinfo");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
