namespace DualScale.Numerics.Kernels;

/// <summary>
/// The product C = A·B or C += A·B of row-major matrices. A may be read transposed through its two strides; B and C are
/// contiguous along a row and readable up to the next multiple of the vector's lanes.
/// </summary>
internal unsafe struct MatrixOperands<T> where T : unmanaged
{
    /// <summary>Rows of C, columns of C and the length of the sums.</summary>
    public int M, N, K;

    /// <summary>A: element (i, p) at A[i·ARow + p·AStep].</summary>
    public T* A;
    public nint ARow, AStep;

    /// <summary>B: element (p, j) at B[p·BStride + j].</summary>
    public T* B;
    public nint BStride;

    /// <summary>C: element (i, j) at C[i·CStride + j].</summary>
    public T* C;
    public nint CStride;

    /// <summary>Whether the product is added to what C holds.</summary>
    public bool Accumulate;
}
