using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DualScale.Interchange;

/// <summary>
/// Files that are being written, under temporary names, and what killed processes left of them. A writer holds a lock on its
/// file, which the system takes back however the process ends: what nobody holds and was there before this process is left over.
/// </summary>
internal static partial class Leftovers
{
    private static readonly DateTime Start = Process.GetCurrentProcess().StartTime.ToUniversalTime();
    private static readonly ConcurrentDictionary<string, bool> Seen = [];

    /// <summary>The temporary name of a file.</summary>
    public static string Name(string target, int process, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{target}.{process}-{number}.dualscale.tmp");

    /// <summary>
    /// Deletes what is left over of a file and of the program's other files beside it, the first time that a process asks.
    /// </summary>
    public static void DiscardOnce(string target)
    {
        if (Seen.TryAdd(Path.GetFullPath(target), true))
            Discard(Path.GetDirectoryName(Path.GetFullPath(target))!, Path.GetFileName(target));
    }

    /// <summary>
    /// Deletes what is left over in a folder: of files with the program's endings, and of one more file whatever its ending.
    /// </summary>
    public static void Discard(string directory, string? file = null)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(directory, "*.dualscale.tmp"))
            {
                if (TemporaryName().Match(Path.GetFileName(path)) is { Success: true } match
                    && (match.Groups["ending"].Success || match.Groups["target"].Value == file) &&
                        File.GetLastWriteTimeUtc(path) < Start)
                {
                    DeleteUnlessHeld(path);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read is for the writer to report.
        }
    }

    [GeneratedRegex(@"^(?<target>.+?(?<ending>\.(csv|json|jsonl|yaml|safetensors|html|md|svg))?)\.\d+-\d+\.dualscale\.tmp$")]
    private static partial Regex TemporaryName();

    private static void DeleteUnlessHeld(string path)
    {
        try
        {
            using var claim = new FileStream(
                path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A living process writes it, or another user left it.
        }
    }
}
