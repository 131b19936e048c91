using System.Text.Json;
using System.Text.Json.Serialization;

namespace DualScale.Tables;

/// <summary>Truth values that may stand in JSON as texts, as they come from a file without types.</summary>
internal sealed class TruthConverter : JsonConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String when bool.TryParse(reader.GetString(), out var truth) => truth,
            _ => throw new JsonException("This is no truth value."),
        };

    public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) =>
        writer.WriteBooleanValue(value);
}
