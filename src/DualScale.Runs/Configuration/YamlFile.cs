using System.Text.Json.Nodes;
using DualScale.Interchange;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace DualScale.Runs.Configuration;

/// <summary>Configuration trees as YAML files.</summary>
internal static class YamlFile
{
    public static JsonObject Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return Read(reader, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"Cannot read {path}: {exception.Message}", exception);
        }
    }

    /// <param name="reader">The text.</param>
    /// <param name="path">What messages call it.</param>
    public static JsonObject Read(TextReader reader, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(reader);
            if (stream.Documents.Count == 0)
                return [];
            if (stream.Documents.Count > 1)
                throw new InvalidInputException($"{path} holds {stream.Documents.Count} documents; keep one, without '---' between settings.");
            return stream.Documents[0].RootNode is YamlMappingNode mapping
                ? ToTree(mapping, path)
                : throw new InvalidInputException($"{path} holds no settings; write lines such as 'training:' and below it '  steps: 2000'.");
        }
        catch (YamlException exception)
        {
            throw new InvalidInputException($"{path}, line {exception.Start.Line}: this is no YAML: {exception.Message.Split('\n')[0]}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidCastException or ArgumentException)
        {
            // The parser's own failures on broken input, and keys or list items that are no plain values.
            throw new InvalidInputException($"{path}: this is no YAML of settings; write lines such as 'training:' and below it '  steps: 2000'.", exception);
        }
    }

    public static void Write(JsonObject tree, string path)
    {
        var text = new SerializerBuilder().Build().Serialize(ToPlain(tree));
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            writer.Write(text.ReplaceLineEndings("\n"));
        });
    }

    private static JsonObject ToTree(YamlMappingNode mapping, string path)
    {
        var tree = new JsonObject();
        foreach (var (key, value) in mapping.Children)
        {
            tree[((YamlScalarNode)key).Value ?? ""] = value switch
            {
                YamlMappingNode child => ToTree(child, path),
                YamlScalarNode { Style: ScalarStyle.Plain } scalar => string.IsNullOrEmpty(scalar.Value) ? null : ConfigurationTree.Scalar(scalar.Value),
                YamlScalarNode scalar => scalar.Value,
                YamlSequenceNode list => new JsonArray([.. list.Children.Select(item => ConfigurationTree.Scalar(((YamlScalarNode)item).Value ?? ""))]),
                _ => throw new InvalidInputException($"{path}, line {value.Start.Line}: aliases are not read; write the value out."),
            };
        }

        return tree;
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
