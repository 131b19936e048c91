using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DualScale.Cli.Terminal;

/// <summary>Results on standard output: one JSON document, or aligned lines of name and value.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonObject Document<T>(T result) => JsonSerializer.SerializeToNode(result)!.AsObject();

    public static void Print<T>(T result, bool json) => Print(Document(result), json);

    public static void Print(JsonObject document, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(document.ToJsonString(Indented));
            return;
        }

        // What it comes to stands above the numbers.
        if (document["verdict"] is JsonArray verdict)
        {
            foreach (var sentence in verdict)
                Console.Out.WriteLine(sentence);
            Console.Out.WriteLine();
            document.Remove("verdict");
        }

        var width = document.Select(pair => pair.Key.Length).DefaultIfEmpty().Max();
        foreach (var (key, value) in document)
        {
            Console.Out.WriteLine(
                $"{key.PadRight(width)}  {(value is JsonArray list ? NameSuggestion.List(list.Select(Text)) : Text(value))}");
        }
    }

    /// <summary>A number that JSON can hold: null where it is not finite.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static string Text(JsonNode? value) => value switch
    {
        null => "-",
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => Text(number.ToJsonString()),
        _ => value.ToString(),
    };

    // A seed has more digits than a double.
    private static string Text(string number)
    {
        if (number.All(c => char.IsAsciiDigit(c) || c == '-'))
            return number;
        var d = double.Parse(number, CultureInfo.InvariantCulture);
        return d.ToString(
            d == Math.Floor(d) && Math.Abs(d) < 1e9 ? "F0" : Math.Abs(d) < 0.001 ? "0.00e0" : "F4", CultureInfo.InvariantCulture);
    }
}
