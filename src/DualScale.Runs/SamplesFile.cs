using DualScale.Diffusion;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>
/// A file that samples are to be written into and that is there already. The same request gives the same bytes, so the bytes themselves
/// tell whether it was written for it; whatever else is in it is kept.
/// </summary>
internal sealed class SamplesFile
{
    private readonly string _path;

    private SamplesFile(string path) => _path = path;

    /// <summary>The file at a path; null where there is none, or nothing in it.</summary>
    public static SamplesFile? At(string path) => new FileInfo(path) is { Exists: true, Length: > 0 } ? new SamplesFile(path) : null;

    /// <summary>Refuses, before the work is done, what its number of lines and its first row tell to be of another request.</summary>
    /// <exception cref="InvalidInputException">The file holds something else, or cannot be read.</exception>
    public void RequireMayHold(SamplingRequest request, DiffusionModel model)
    {
        var first = model.Sample(1, new SamplingOptions { Seed = request.Seed, Threads = request.Threads, Steps = request.StepsOf(model) });
        Require(reader => TextComparison.StartsWith(reader, writer => TableWriter.Write(first, writer)));
        Require(reader => TextComparison.CountLines(reader) == request.Count + 1);
    }

    /// <summary>Refuses everything but these samples.</summary>
    /// <exception cref="InvalidInputException">The file holds something else, or cannot be read.</exception>
    public void RequireHolds(PointSet samples) =>
        Require(reader => TextComparison.StartsWith(reader, writer => TableWriter.Write(samples, writer)) && reader.Peek() < 0);

    private void Require(Func<TextReader, bool> holds)
    {
        try
        {
            using var reader = new StreamReader(_path);
            if (holds(reader))
                return;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Cannot read what is in {_path}: {exception.Message.TrimEnd('.')}. Choose another -o, or replace it with --force.", exception);
        }

        throw new InvalidInputException($"{_path} is there already and holds something else than these samples; choose another -o, or replace it with --force.");
    }
}
