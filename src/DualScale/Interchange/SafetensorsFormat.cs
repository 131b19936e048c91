using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DualScale.Interchange;

/// <summary>
/// The bytes of safetensors: the header's length as 8 little-endian bytes, a JSON header that names for each array its
/// type, shape and place, and the arrays' bytes without gaps.
/// </summary>
internal static class SafetensorsFormat
{
    private const int LengthBytes = 8;
    private const int Alignment = 8;
    private const string MetadataKey = "__metadata__";

    public static void Encode(SafetensorsFile file, Stream target)
    {
        file.Metadata[SafetensorsFile.ChecksumKey] = Checksum(file);
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in file.Metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            var start = 0L;
            foreach (var tensor in file.Tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (var dimension in tensor.Shape)
                    json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(start);
                json.WriteNumberValue(start += tensor.Data.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (header.Length % Alignment != 0)
            header.WriteByte((byte)' ');
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        target.Write(length);
        header.WriteTo(target);
        foreach (var tensor in file.Tensors)
            target.Write(tensor.Data.Span);
    }

    public static SafetensorsFile Decode(byte[] bytes, string source)
    {
        if (bytes.Length < LengthBytes)
            throw Damaged(source, $"it is only {bytes.Length} bytes long");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)(bytes.Length - LengthBytes))
            throw Damaged(source, "its header runs past its end");
        var data = bytes.AsMemory(LengthBytes + (int)length);
        var file = new SafetensorsFile(source);
        try
        {
            using var header = JsonDocument.Parse(bytes.AsMemory(LengthBytes, (int)length));
            if (header.RootElement.ValueKind != JsonValueKind.Object)
                throw Damaged(source, "its header is no JSON object");
            foreach (var entry in header.RootElement.EnumerateObject())
            {
                if (entry.Name == MetadataKey)
                    ReadMetadata(file, entry.Value);
                else
                    file.Add(ReadTensor(entry.Name, entry.Value, data, source));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new InvalidInputException(Damaged(source, "its header does not follow the format").Message, exception);
        }

        if (file.Tensors.Sum(tensor => (long)tensor.Data.Length) != data.Length)
            throw Damaged(source, "its arrays do not fill it exactly");
        if (file.Metadata.TryGetValue(SafetensorsFile.ChecksumKey, out var checksum) && checksum != Checksum(file))
            throw Damaged(source, "its content does not match its checksum");
        return file;
    }

    private static void ReadMetadata(SafetensorsFile file, JsonElement metadata)
    {
        foreach (var entry in metadata.EnumerateObject())
            file.Metadata.Add(entry.Name, entry.Value.GetString() ?? throw new FormatException());
    }

    private static SafetensorsTensor ReadTensor(string name, JsonElement entry, ReadOnlyMemory<byte> data, string source)
    {
        var typeName = entry.GetProperty("dtype").GetString();
        if (!Enum.TryParse<ElementType>(typeName, out var type) || type.ToString() != typeName)
            throw new InvalidInputException($"{source}: array '{name}' holds {typeName}, which is not read here; convert it to F32, F64 or I64.");
        var shape = entry.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32()).ToArray();
        var offsets = entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray();
        var size = shape.Aggregate((long)SafetensorsTensor.SizeOf(type), (product, dimension) => dimension < 0 ? throw new FormatException() : checked(product * dimension));
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] > data.Length || offsets[1] - offsets[0] != size)
            throw Damaged(source, $"array '{name}' does not lie inside it");
        return new SafetensorsTensor(name, type, shape, data[(int)offsets[0]..(int)offsets[1]]);
    }

    private static string Checksum(SafetensorsFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in file.Metadata.Where(entry => entry.Key != SafetensorsFile.ChecksumKey))
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}\0{value}\0"));
        foreach (var tensor in file.Tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name}\0{tensor.Type}\0{string.Join(',', tensor.Shape)}\0"));
            hash.AppendData(tensor.Data.Span);
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private static InvalidInputException Damaged(string source, string reason) =>
        new($"{source} is no whole safetensors file: {reason}. Take an undamaged copy; of a run, the file can be deleted and the training resumed.");
}
