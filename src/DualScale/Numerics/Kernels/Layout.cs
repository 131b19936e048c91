namespace DualScale.Numerics.Kernels;

/// <summary>How matrices lie in memory.</summary>
internal static class Layout
{
    private const int Line = 16;

    /// <summary>
    /// The distance between rows of a matrix: the width rounded up to an odd number of 16-element lines. Odd, because rows
    /// that lie a power of two apart fall into the same few sets of the first cache and evict each other.
    /// </summary>
    public static int Stride(int width) => (((width + Line - 1) / Line) | 1) * Line;
}
