namespace DualScale.Tests;

/// <summary>A test with data of bits that processors with fused multiply-adds promise.</summary>
public sealed class FusedTheoryAttribute : TheoryAttribute
{
    public FusedTheoryAttribute() =>
        Skip = FusedArithmetic.IsThere ? null : "This processor has no fused multiply-adds, or is told to have none.";
}
