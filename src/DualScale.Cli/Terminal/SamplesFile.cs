using DualScale.Interchange;
using DualScale.Tables;

namespace DualScale.Cli.Terminal;

/// <summary>
/// A file that samples are to be written into and that is there already. The same request gives the same bytes, so the bytes
/// themselves tell whether it was written for it; whatever else is in it is kept.
/// </summary>
internal sealed class SamplesFile
{
    private readonly string _path;

    private SamplesFile(string path) => _path = path;

    /// <summary>
    /// The file at a path; null where there is none, or nothing in it. What killed processes left beside it goes, whether or not
    /// it will be written.
    /// </summary>
    public static SamplesFile? At(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            return null;
        AtomicFile.DiscardLeftoversOf(path);
        return new SamplesFile(path);
    }

    /// <summary>
    /// Refuses, before the work is done, what its first row and its number of rows tell to be of another request.
    /// </summary>
    /// <param name="first">The first of the samples asked for.</param>
    /// <param name="count">How many there are to be.</param>
    /// <exception cref="InvalidInputException">The file holds something else, or cannot be read.</exception>
    public void RequireMayHold(PointSet first, int count)
    {
        var format = new TableFormat();
        RequireStart(format, writer => TableWriter.Write(first, writer));
        Require(format, reader => TextComparison.CountLines(reader) == count + 1L);
    }

    /// <summary>Refuses everything that does not start with a text.</summary>
    /// <param name="format">How the file would be written.</param>
    /// <param name="write">Writes the text.</param>
    /// <exception cref="InvalidInputException">The file holds something else, or cannot be read.</exception>
    public void RequireStart(TableFormat format, Action<TextWriter> write) =>
        Require(format, reader => TextComparison.StartsWith(reader, write));

    /// <summary>Refuses everything but a text.</summary>
    /// <param name="format">How the file would be written.</param>
    /// <param name="write">Writes the text.</param>
    /// <exception cref="InvalidInputException">The file holds something else, or cannot be read.</exception>
    public void RequireHolds(TableFormat format, Action<TextWriter> write) =>
        Require(format, reader => TextComparison.StartsWith(reader, write) && reader.Peek() < 0);

    private void Require(TableFormat format, Func<TextReader, bool> holds)
    {
        try
        {
            using var reader = format.OpenReader(File.OpenRead(_path));
            if (holds(reader))
                return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"Cannot read what is in {_path}: {exception.Message.TrimEnd('.')}. Choose another -o, or replace it with --force.", exception);
        }

        throw new InvalidInputException(
            $"{_path} is there already and holds something else than these samples; choose another -o, or replace it with --force.");
    }
}
