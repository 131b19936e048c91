using System.Text.Encodings.Web;
using System.Text.Json;
using DualScale.Interchange;
using DualScale.Tables;

namespace DualScale.Runs;

/// <summary>Results as JSON files.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int MaxLength = 1 << 24;
    private const int MaxLineLength = 1 << 16;

    public static void Write<T>(T result, string path) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(result, Indented) + "\n");

    /// <summary>The text of a file that the program made.</summary>
    /// <exception cref="InvalidInputException">It is longer than any of those.</exception>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(path);
        return BoundedText.ReadToEnd(reader, MaxLength, path);
    }

    /// <summary>The text of a file that a user names.</summary>
    /// <exception cref="InvalidInputException">It is missing, unreadable, no UTF-8 or longer than any that the program
    /// makes.</exception>
    public static string ReadNamed(string path) =>
        TextFile.Read(path, reader => BoundedText.ReadToEnd(reader, MaxLength, path, MaxLineLength));

    /// <summary>Reads a file; null where there is none.</summary>
    /// <exception cref="InvalidInputException">It cannot be read as such a result.</exception>
    public static T? Read<T>(string path) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(ReadText(path), Indented) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{path} cannot be read: {exception.Message} Delete it; it can be made again.", exception);
        }
    }
}
