using BenchmarkDotNet.Attributes;
using DualScale.Evaluation;
using DualScale.Evaluation.Neighbours;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;
using DualScale.Tables;

namespace DualScale.Benchmarks;

/// <summary>
/// Single kernels on one thread: <c>dotnet run -c Release --project benchmarks/DualScale.Benchmarks -- --filter '*'</c>.
/// </summary>
public unsafe class KernelBenchmarks
{
    private const int Size = 256;

    private readonly AlignedBuffer<float> _a = new(Size * Layout.Stride(Size));
    private readonly AlignedBuffer<float> _b = new(Size * Layout.Stride(Size));
    private readonly AlignedBuffer<float> _c = new(Size * Layout.Stride(Size));
    private readonly ThreadTeam _alone = new(1);
    private readonly float[] _normals = new float[Size * Size];
    private readonly PointSet _real = Shapes.Generate("dino", 100_000, 1);
    private readonly PointSet _generated = Shapes.Generate("dino", 10_000, 2);

    /// <summary>Fills the matrices.</summary>
    [GlobalSetup]
    public void Fill()
    {
        foreach (var (buffer, index) in new[] { _a, _b }.Select((buffer, index) => (buffer, index)))
        {
            var values = new float[buffer.Length];
            new RandomStream(1, (ulong)index).FillNormal(0, values);
            values.CopyTo(buffer.Span);
        }
    }

    /// <summary>C = A·B of 256 x 256 matrices, rows of A in memory order: forward and data gradient.</summary>
    [Benchmark]
    public void MatrixProductOfRows() => Product(Layout.Stride(Size), 1);

    /// <summary>C = Aᵀ·B: weight gradient.</summary>
    [Benchmark]
    public void MatrixProductOfColumns() => Product(1, Layout.Stride(Size));

    /// <summary>A 256 x 256 matrix into its transpose.</summary>
    [Benchmark]
    public void Transpose() => Transposition.Run(_a.Pointer, Layout.Stride(Size), _c.Pointer, Layout.Stride(Size), Size, Size);

    /// <summary>65,536 standard normals.</summary>
    [Benchmark]
    public void Normals() => new RandomStream(1, 2).FillNormal(0, _normals);

    /// <summary>The tree of 100,000 points.</summary>
    /// <returns>The tree.</returns>
    [Benchmark]
    public object BuildTree() => new KdTree(_real.Values, _real.Columns, _alone, CancellationToken.None);

    /// <summary>Both divergences, 100,000 against 10,000 points, k = 5.</summary>
    /// <returns>The divergences.</returns>
    [Benchmark]
    public Divergence Divergences() => KlDivergence.Estimate(_real, _generated, 5, threads: 1);

    private void Product(nint row, nint step) => MatrixProduct.Run(new MatrixOperands<float>
    {
        M = Size,
        N = Size,
        K = Size,
        A = _a.Pointer,
        ARow = row,
        AStep = step,
        B = _b.Pointer,
        BStride = Layout.Stride(Size),
        C = _c.Pointer,
        CStride = Layout.Stride(Size),
    });
}
