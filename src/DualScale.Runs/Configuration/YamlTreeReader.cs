using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DualScale.Runs.Configuration;

/// <summary>
/// Builds a tree from the parser's events as they come, so that nesting and aliases are refused before anything grows with them.
/// </summary>
internal sealed class YamlTreeReader(TextReader text, string source, Func<string, JsonNode?> scalar)
{
    /// <summary>The deepest that mappings and lists may be nested.</summary>
    public const int MaxDepth = 32;

    private readonly Parser _parser = new(text);

    /// <summary>The one document; empty where there is none.</summary>
    /// <exception cref="YamlException">The text is no YAML.</exception>
    /// <exception cref="InvalidInputException">It is YAML that is not read here.</exception>
    public JsonObject Read()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return [];
        _parser.Consume<DocumentStart>();
        if (Value(depth: 0) is not JsonObject tree)
        {
            throw new InvalidInputException(
                $"{source} holds no settings; write lines such as 'training:' and below it '  steps: 2000'.");
        }

        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
            throw new InvalidInputException($"{source} holds more than one document; keep one, without '---' between settings.");
        return tree;
    }

    private JsonNode? Value(int depth)
    {
        var node = _parser.Consume<ParsingEvent>();
        if (node is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
            throw Refused(node, "anchors and aliases (& and *) are not read; write the value out");
        if (node is not Scalar && depth == MaxDepth)
            throw Refused(node, $"settings are nested more than {MaxDepth} deep; take levels away");
        return node switch
        {
            MappingStart => Mapping(depth + 1),
            SequenceStart => List(depth + 1),
            Scalar { Style: ScalarStyle.Plain } plain => plain.Value.Length == 0 ? null : scalar(plain.Value),
            Scalar quoted => JsonValue.Create(quoted.Value),
            _ => throw Refused(node, "a value is missing; write 'name: value'"),
        };
    }

    private JsonObject Mapping(int depth)
    {
        var tree = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key) || !key.Anchor.IsEmpty)
                throw Refused(_parser.Current!, "the name of a setting is a plain word; write 'name: value'");
            if (tree.ContainsKey(key.Value))
                throw Refused(key, $"'{key.Value}' stands there twice; leave one out");
            tree[key.Value] = Value(depth);
        }

        return tree;
    }

    private JsonArray List(int depth)
    {
        var list = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            list.Add(Value(depth));
        return list;
    }

    private InvalidInputException Refused(ParsingEvent place, string reason) =>
        new($"{source}, line {place.Start.Line}: {reason}.");
}
