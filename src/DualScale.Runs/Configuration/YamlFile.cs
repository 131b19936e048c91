using System.Text.Json.Nodes;
using DualScale.Interchange;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace DualScale.Runs.Configuration;

/// <summary>Configuration trees as YAML files.</summary>
internal static class YamlFile
{
    /// <summary>The most characters that a file may have.</summary>
    public const int MaxLength = 1_000_000;

    /// <param name="path">The file.</param>
    /// <param name="scalar">What a plain value stands for; number, truth value or text where null.</param>
    /// <param name="most">The most characters that the file may have.</param>
    public static JsonObject Read(string path, Func<string, JsonNode?>? scalar = null, int most = MaxLength)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Read(reader, path, scalar, most);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw UnreadableFile.Of(path, exception);
        }
    }

    /// <param name="reader">The text.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="scalar">What a plain value stands for; number, truth value or text where null.</param>
    /// <param name="most">The most characters that the text may have.</param>
    public static JsonObject Read(
        TextReader reader, string path, Func<string, JsonNode?>? scalar = null, int most = MaxLength)
    {
        using var text = new StringReader(BoundedText.ReadToEnd(reader, most, path));
        try
        {
            return new YamlTreeReader(text, path, scalar ?? ConfigurationTree.Scalar).Read();
        }
        catch (YamlException exception)
        {
            throw new InvalidInputException(
                $"{path}, line {exception.Start.Line}: this is no YAML: {exception.Message.Split('\n')[0]}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser's own failures on broken input.
            throw new InvalidInputException(
                $"{path}: this is no YAML of settings; write lines such as 'training:' and below it '  steps: 2000'.", exception);
        }
    }

    public static void Write(JsonObject tree, string path)
    {
        var text = new SerializerBuilder().WithQuotingNecessaryStrings().WithNewLine("\n")
            .WithEventEmitter(next => new YamlControlEmitter(next)).Build().Serialize(ToPlain(tree));
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(text);
        });
    }

    private static object? ToPlain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject tree => tree.ToDictionary(pair => pair.Key, pair => ToPlain(pair.Value)),
        JsonArray list => list.Select(ToPlain).ToList(),
        JsonValue value when value.TryGetValue<bool>(out var truth) => truth,
        JsonValue value when value.TryGetValue<long>(out var whole) => whole,
        JsonValue value when value.TryGetValue<ulong>(out var large) => large,
        JsonValue value when value.TryGetValue<double>(out var number) => number,
        _ => node.GetValue<string>(),
    };
}
