using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DualScale.Tables;

/// <summary>
/// Schemas as JSON: a file of settings and a model hold the same tree. A column is its name, its kind, and below them the
/// options of both; one that is left out keeps its default.
/// </summary>
public static class SchemaJson
{
    private const string ColumnsKey = "columns";
    private const string NameKey = "name";
    private const string KindKey = "kind";

    private static readonly string[] Presence = ["blank", "quoted", "blank-quoted"];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false), new TruthConverter(),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutSigns } },
    };

    /// <summary>A schema as JSON.</summary>
    /// <param name="schema">The schema.</param>
    public static JsonObject Write(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var tree = Options(schema.Format, new TableFormat());
        tree[ColumnsKey] = new JsonArray([.. schema.Columns.Select(Write)]);
        return tree;
    }

    /// <summary>The schema of JSON.</summary>
    /// <param name="tree">The tree; numbers and truth values may stand there as texts.</param>
    /// <param name="source">What messages call it.</param>
    /// <exception cref="InvalidInputException">A key is unknown, or a value is of the wrong kind or outside its range.</exception>
    public static Schema Read(JsonObject tree, string source)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var format = (JsonObject)tree.DeepClone();
        format.Remove(ColumnsKey);
        if (tree[ColumnsKey] is not JsonArray columns)
            throw new InvalidInputException($"{source} has no columns; write 'columns:' and below it '- name: …' for each.");
        if (columns.Count > TableReader.MaxColumns)
        {
            throw new InvalidInputException(
                $"{source} has {columns.Count} columns; at most {TableReader.MaxColumns} are supported, so leave some out.");
        }

        return FaultSource.Name(source, () => new Schema(
            [.. columns.Select((column, i) => ReadColumn(column, $"{source}, column {i + 1}"))],
            Parse<TableFormat>(typeof(TableFormat), format, source)));
    }

    private static JsonObject Write(ColumnSchema column)
    {
        var tree = Options(column.Kind, ColumnKinds.Find(column.Kind.KindName));
        tree.Insert(0, KindKey, column.Kind.KindName);
        tree.Insert(0, NameKey, column.Name);
        foreach (var (key, value) in Options(
            new CellPresence(column.Blank, column.Quoted, column.BlankQuoted), new CellPresence()))
            tree[key] = value?.DeepClone();
        return tree;
    }

    private static ColumnSchema ReadColumn(JsonNode? node, string place)
    {
        if (node?.DeepClone() is not JsonObject tree)
            throw new InvalidInputException($"{place}: this is no column; write '- name: …' and below it 'kind: …'.");
        var (name, kind) = (Take(tree, NameKey, place), ColumnKinds.Find(Take(tree, KindKey, place)));
        place = $"{place}, '{CellText.Shorten(name)}'";
        var presence = new JsonObject();
        foreach (var key in Presence.Where(tree.ContainsKey))
        {
            presence[key] = tree[key]?.DeepClone();
            tree.Remove(key);
        }

        var written = Parse<CellPresence>(typeof(CellPresence), presence, place);
        return new ColumnSchema(name, Parse<ColumnKind>(kind.GetType(), tree, place))
        {
            Blank = written.Blank,
            Quoted = written.Quoted,
            BlankQuoted = written.BlankQuoted,
        };
    }

    // What stands at its default goes without saying.
    private static JsonObject Options<T>(T options, T defaults) where T : notnull
    {
        var tree = JsonSerializer.SerializeToNode(options, options.GetType(), Json)!.AsObject();
        var standard = JsonSerializer.SerializeToNode(defaults, defaults.GetType(), Json)!.AsObject();
        foreach (var (key, value) in tree.ToArray())
        {
            if (JsonNode.DeepEquals(value, standard[key]))
                tree.Remove(key);
        }

        return tree;
    }

    // Most numbers have no signs, and formats without them are those of earlier files.
    private static void LeaveOutSigns(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(_ => type.Type == typeof(NumberFormat)))
        {
            if (property.Name is "prefix" or "suffix" or "minus-behind-prefix")
                property.ShouldSerialize = (_, value) => value is not ("" or false);
        }
    }

    private static string Take(JsonObject tree, string key, string place)
    {
        if (tree[key] is not JsonValue value)
            throw new InvalidInputException($"{place} has no {key}; write '{key}: …'.");
        tree.Remove(key);
        return value.ToString();
    }

    private static T Parse<T>(Type type, JsonObject tree, string place)
    {
        try
        {
            return (T)tree.Deserialize(type, Json)!;
        }
        catch (JsonException exception)
        {
            string[] known = [.. type.GetProperties().Where(property => property.CanWrite).Select(DualScale.Options.NameOf)];
            var key = exception.Path?.TrimStart('$', '.').Split('.', '[')[0] ?? "";
            var unknown = tree.Select(pair => pair.Key).FirstOrDefault(name => !known.Contains(name));
            throw new InvalidInputException(
                unknown is not null
                    ? $"{place}: there is no option '{CellText.Shorten(unknown)}' here. {NameSuggestion.Hint(unknown, known)}"
                : tree[key] is { } value
                    ? $"{place}: {key} cannot be {CellText.Shorten(value.ToJsonString())}; give a value of its kind."
                : $"{place}: {key} is empty; give it a value, '' for an empty text, or leave it out.",
                exception);
        }
    }

    private sealed record CellPresence(string Blank = "", bool Quoted = false, bool BlankQuoted = false);
}
