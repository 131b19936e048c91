using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DualScale.Interchange;

/// <summary>
/// The bytes of safetensors: the header's length as 8 little-endian bytes, a JSON header that names for each array its type,
/// shape and place, and the arrays' bytes without gaps.
/// </summary>
internal static class SafetensorsFormat
{
    private const int LengthBytes = 8;
    private const int Alignment = 8;
    private const int FirstRead = 1 << 20;
    private const string Misfit = "its arrays do not fill it exactly";

    public static void Encode(SafetensorsFile file, Stream target)
    {
        file.Metadata[SafetensorsFile.ChecksumKey] = Checksum(file);
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(
            header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataKey);
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
        if (header.Length > SafetensorsHeader.MaxLength)
        {
            throw new InvalidInputException(FormattableString.Invariant(
                $"The names and metadata of the arrays take {header.Length:N0} bytes; the limit is {SafetensorsHeader.MaxLength:N0}, so shorten them."));
        }

        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        target.Write(length);
        header.WriteTo(target);
        foreach (var tensor in file.Tensors)
            target.Write(tensor.Data.Span);
    }

    /// <summary>
    /// Reads a file to its end; nothing is allocated that the stream, where its length is known, does not hold.
    /// </summary>
    public static SafetensorsFile Decode(Stream stream, string source)
    {
        var prefix = new byte[LengthBytes];
        var read = stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false);
        if (read < LengthBytes)
            throw Damaged(source, $"it is only {read} bytes long");
        var claimed = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (stream.CanSeek && claimed > (ulong)Math.Max(0, stream.Length - LengthBytes))
            throw Damaged(source, "its header runs past its end");
        if (claimed > SafetensorsHeader.MaxLength)
        {
            throw Damaged(source, FormattableString.Invariant(
                $"its header claims {claimed:N0} bytes, where at most {SafetensorsHeader.MaxLength:N0} are read"));
        }

        var json = ReadExactly(stream, (int)claimed) ?? throw Damaged(source, "its header runs past its end");
        var header = SafetensorsHeader.Parse(json, source);
        if (header.DataLength > Array.MaxLength)
        {
            throw Damaged(source, FormattableString.Invariant(
                $"its arrays claim {header.DataLength:N0} bytes, where at most {Array.MaxLength:N0} are read"));
        }

        if (stream.CanSeek && header.DataLength != stream.Length - LengthBytes - json.Length)
            throw Damaged(source, Misfit);
        var data = ReadExactly(stream, (int)header.DataLength);
        if (data is null || stream.ReadByte() >= 0)
            throw Damaged(source, Misfit);

        var file = new SafetensorsFile(source);
        foreach (var (key, value) in header.Metadata)
            file.Metadata.Add(key, value);
        foreach (var place in header.Arrays)
        {
            file.Add(new SafetensorsTensor(
                place.Name, place.Type, place.Shape, data.AsMemory((int)place.Begin, (int)(place.End - place.Begin))));
        }

        if (file.Metadata.TryGetValue(SafetensorsFile.ChecksumKey, out var checksum) && checksum != Checksum(file))
            throw Damaged(source, "its content does not match its checksum");
        return file;
    }

    public static InvalidInputException Damaged(string source, string reason) =>
        new(
            $"{source} is no whole safetensors file: {reason}. Take an undamaged copy; of a run, the file can be deleted and the training resumed.");

    // Null where the stream ends before. From a stream of unknown length memory grows with what has come, not with what was
    // claimed.
    private static byte[]? ReadExactly(Stream stream, int length)
    {
        var bytes = new byte[stream.CanSeek ? length : Math.Min(length, FirstRead)];
        var read = 0;
        while ((read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false)) < length)
        {
            if (read < bytes.Length)
                return null;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * bytes.Length));
        }

        return bytes;
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
}
