namespace DualScale.Numerics.Kernels;

/// <summary>Rows of numbers in memory: padded to whole cache lines.</summary>
internal readonly unsafe struct Rows<T>(T* pointer, int count, int width, int stride) where T : unmanaged
{
    public readonly T* Pointer = pointer;
    public readonly int Count = count;
    public readonly int Width = width;
    public readonly int Stride = stride;

    public Span<T> this[int row] => new(Pointer + (long)row * Stride, Width);

    public T* At(int row) => Pointer + (long)row * Stride;
}
