using DualScale.Interchange;

namespace DualScale.Tables;

/// <summary>Opens the text of a table; what is wrong with the file is told in one line.</summary>
internal static class TextFile
{
    /// <param name="path">The file, in one of <see cref="TextEncoding"/>.</param>
    /// <param name="read">Takes the text.</param>
    /// <exception cref="InvalidInputException">The file is missing, too long, unreadable or no text.</exception>
    public static T Read<T>(string path, Func<TextReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Guard(path, () =>
        {
            using var reader = Open(path);
            return read(reader);
        });
    }

    /// <summary>Reads a text in parts; what is wrong is told when its part is asked for.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    /// <param name="path">The file, in one of <see cref="TextEncoding"/>.</param>
    /// <param name="read">Takes the text.</param>
    public static IEnumerable<T> Stream<T>(string path, Func<TextReader, IEnumerable<T>> read)
    {
        using var reader = Guard(path, () => Open(path));
        using var parts = read(reader).GetEnumerator();
        while (Guard(path, parts.MoveNext))
            yield return parts.Current;
    }

    private static StreamReader Open(string path)
    {
        var stream = File.OpenRead(path);
        try
        {
            // What has no length, such as a pipe or a device, cannot be looked through before it is read.
            var length = stream.CanSeek ? stream.Length : 0;
            if (length > TableReader.MaxLength)
            {
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{path} has {length:N0} bytes; at most {TableReader.MaxLength:N0} are read, so give fewer rows."));
            }

            var encoding = length > 0 ? EncodingGuess.Of(stream) : TextEncoding.Utf8;
            return new StreamReader(stream, StrictEncoding.Reading(encoding, path), false, 1 << 16);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(
                $"There is no file {path}. {PathSuggestion.Hint(path, "Check the path.")}", exception);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidInputException($"'{path}' is no path of a file; give one.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Of(path, exception);
        }
    }
}
