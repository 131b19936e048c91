using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DualScale.Tests;

/// <summary>One file of test vectors, computed with the papers' own PyTorch code.</summary>
public sealed class GoldenCase
{
    private readonly byte[] _data;
    private readonly JsonElement _header;

    public GoldenCase(string name)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", $"{name}.safetensors"));
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        _header = JsonDocument.Parse(bytes.AsMemory(8, length)).RootElement;
        _data = bytes[(8 + length)..];
    }

    public IEnumerable<string> Names =>
        _header.EnumerateObject().Select(entry => entry.Name).Where(name => name != "__metadata__");

    public bool Has(string name) => _header.TryGetProperty(name, out _);

    public string Metadata(string key) => _header.GetProperty("__metadata__").GetProperty(key).GetString()!;

    public int[] Shape(string name) =>
        [.. _header.GetProperty(name).GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];

    public T[] Values<T>(string name) where T : unmanaged
    {
        var offsets = _header.GetProperty(name).GetProperty("data_offsets");
        return MemoryMarshal.Cast<byte, T>(_data.AsSpan(offsets[0].GetInt32()..offsets[1].GetInt32())).ToArray();
    }
}
