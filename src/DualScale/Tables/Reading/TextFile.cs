using System.Text;

namespace DualScale.Tables;

/// <summary>Opens the text of a table; what is wrong with the file is told in one line.</summary>
internal static class TextFile
{
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="read">Takes the text.</param>
    /// <exception cref="InvalidInputException">The file is missing, too long, unreadable or no UTF-8.</exception>
    public static T Read<T>(string path, Func<TextReader, T> read)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), true, 1 << 16);
            if (reader.BaseStream is { CanSeek: true, Length: > TableReader.MaxLength })
            {
                throw new InvalidInputException(FormattableString.Invariant(
                    $"{path} has {reader.BaseStream.Length:N0} bytes; at most {TableReader.MaxLength:N0} are read, so give fewer rows."));
            }

            return read(reader);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(
                $"There is no file {path}. {PathSuggestion.Hint(path, "Check the path.")}", exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidInputException($"{path} is not UTF-8 text; save it as UTF-8.", exception);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidInputException($"'{path}' is no path of a file; give one.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Cannot read {path}: {exception.Message}", exception);
        }
    }
}
