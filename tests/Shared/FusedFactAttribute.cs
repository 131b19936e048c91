namespace DualScale.Tests;

/// <summary>A test of bits that processors with fused multiply-adds promise.</summary>
public sealed class FusedFactAttribute : FactAttribute
{
    public FusedFactAttribute() =>
        Skip = FusedArithmetic.IsThere ? null : "This processor has no fused multiply-adds, or is told to have none.";
}
