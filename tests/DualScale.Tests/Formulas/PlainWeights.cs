using DualScale.Diffusion;
using DualScale.Numerics;

namespace DualScale.Tests.Formulas;

/// <summary>Arrays by the names under which files keep them, row-major.</summary>
internal sealed class PlainWeights(IReadOnlyDictionary<string, Traced[]> arrays)
{
    public IReadOnlyDictionary<string, Traced[]> Arrays => arrays;

    /// <summary>What a model learned.</summary>
    public static PlainWeights Of(DiffusionModel model) => new(model.Parameters
        .Where(parameter => parameter.Group != ParameterGroup.Constant)
        .ToDictionary(parameter => parameter.Name, parameter => Traced.Of(model.Read(parameter))));

    public static PlainWeights Of(GoldenCase golden, string prefix = "param/") => new(golden.Names
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(name => name[prefix.Length..], name => Traced.Of(golden.Values<float>(name))));

    public Traced[] Array(string name) => arrays[name];

    /// <summary>W·x + b.</summary>
    public Traced[] Linear(string name, params Traced[] x)
    {
        var (weight, bias) = (arrays[$"{name}.weight"], arrays[$"{name}.bias"]);
        Assert.Equal(weight.Length, bias.Length * x.Length);
        return [.. bias.Select((b, row) => Traced.Dot(weight.AsSpan(row * x.Length, x.Length), x) + b)];
    }
}
