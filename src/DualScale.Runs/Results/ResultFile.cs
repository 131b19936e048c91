using System.Text.Encodings.Web;
using System.Text.Json;
using DualScale.Interchange;

namespace DualScale.Runs;

/// <summary>Results as JSON files.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(T result, string path) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(result, Indented) + "\n");

    /// <summary>Reads a file; null where there is none.</summary>
    /// <exception cref="InvalidInputException">It cannot be read as such a result.</exception>
    public static T? Read<T>(string path) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path), Indented) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{path} cannot be read: {exception.Message} Delete it; it can be made again.", exception);
        }
    }
}
