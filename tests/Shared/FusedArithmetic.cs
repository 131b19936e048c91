using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace DualScale.Tests;

/// <summary>Processors that multiply and add in one rounding return the same bits as each other; others do not.</summary>
public static class FusedArithmetic
{
    public static bool IsThere => Fma.IsSupported || AdvSimd.IsSupported;
}
