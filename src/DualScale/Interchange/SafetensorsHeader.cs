using System.Text.Json;

namespace DualScale.Interchange;

/// <summary>
/// What a header claims, checked against itself: the arrays follow one another from the first byte of the data on, without gaps
/// or overlaps, and each takes as many bytes as its type and shape need. Nothing is allocated for what it claims.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The longest header that is read, in bytes.</summary>
    public const int MaxLength = 1 << 24;

    public const string MetadataKey = "__metadata__";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    private readonly List<Place> _arrays = [];
    private readonly Dictionary<string, string> _metadata = [];

    private SafetensorsHeader()
    {
    }

    /// <summary>The arrays in the header's order.</summary>
    public IReadOnlyList<Place> Arrays => _arrays;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Bytes of all arrays together.</summary>
    public long DataLength { get; private set; }

    /// <exception cref="InvalidInputException">It does not follow the format.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, string source)
    {
        var header = new SafetensorsHeader();
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (entry.Name == MetadataKey)
                    header.ReadMetadata(entry.Value);
                else
                    header._arrays.Add(ReadPlace(entry.Name, entry.Value, source));
            }
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException
                or OverflowException)
        {
            throw new InvalidInputException(
                SafetensorsFormat.Damaged(source, "its header does not follow the format").Message, exception);
        }

        foreach (var place in header._arrays.OrderBy(place => place.Begin).ThenBy(place => place.End))
        {
            if (place.Begin != header.DataLength)
                throw SafetensorsFormat.Damaged(source, $"array '{place.Name}' does not begin where the one before it ends");
            header.DataLength = place.End;
        }

        return header;
    }

    private void ReadMetadata(JsonElement metadata)
    {
        foreach (var entry in metadata.EnumerateObject())
            _metadata.Add(entry.Name, entry.Value.GetString() ?? throw new FormatException());
    }

    private static Place ReadPlace(string name, JsonElement entry, string source)
    {
        if (name.Length == 0 || name.Any(char.IsControl))
            throw new FormatException();
        var typeName = entry.GetProperty("dtype").GetString() ?? throw new FormatException();
        if (!Enum.TryParse<ElementType>(typeName, out var type) || type.ToString() != typeName)
        {
            throw new InvalidInputException(
                $"{source}: array '{name}' holds {Printable(typeName)}, which is not read here; convert it to F32, F64 or I64.");
        }

        var shape = entry.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32()).ToArray();
        var size = shape.Aggregate((long)SafetensorsTensor.SizeOf(type), (product, dimension) =>
            dimension < 0 ? throw new FormatException() : checked(product * dimension));
        var offsets = entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        if (offsets is not [>= 0 and var begin, var end] || end < begin || end - begin != size)
            throw SafetensorsFormat.Damaged(source, $"array '{name}' does not take the bytes that its shape needs");
        return new Place(name, type, shape, begin, end);
    }

    private static string Printable(string text) => string.Concat(text.Where(c => !char.IsControl(c)).Take(40));

    /// <summary>One array: its bytes are those from <paramref name="Begin"/> up to <paramref name="End"/> of the data.</summary>
    internal sealed record Place(string Name, ElementType Type, IReadOnlyList<int> Shape, long Begin, long End);
}
