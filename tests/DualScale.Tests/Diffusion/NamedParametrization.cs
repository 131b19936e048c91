using DualScale.Diffusion;

namespace DualScale.Tests.Diffusion;

/// <summary>The parametrisations by their names in settings.</summary>
public static class NamedParametrization
{
    public static TheoryData<string> All => ["epsilon", "x0", "v", "edm"];

    public static Parametrization Of(string name) => name switch
    {
        "epsilon" => new EpsilonParametrization(),
        "x0" => new CleanParametrization(),
        "v" => new VelocityParametrization(),
        "edm" => new EdmParametrization(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "This is none."),
    };
}
