namespace DualScale.Interchange;

/// <summary>One array of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its dimensions, row-major; empty for a scalar.</param>
/// <param name="Data">Its little-endian bytes.</param>
public sealed record SafetensorsTensor(string Name, ElementType Type, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Bytes of one element.</summary>
    /// <param name="type">The type of the element.</param>
    public static int SizeOf(ElementType type) => type == ElementType.F32 ? 4 : 8;
}
