namespace DualScale.Diffusion;

/// <summary>The samplers by name. One more is a file of its own and a line here.</summary>
public static class SamplerCatalogue
{
    /// <summary>Name, description, and the sampler with its default options.</summary>
    public static IReadOnlyList<(string Name, string Description, Sampler Sampler)> All { get; } =
    [
        ("ddpm", "the ancestral sampler of the papers, with fresh noise at each step", new DdpmSampler()),
        ("ddim", "deterministic, good with few steps (--steps 20); --eta adds up to DDPM's share of fresh noise",
            new DdimSampler()),
        ("grid", "the grid paper's step, whose fresh noise is scaled by the noise grid; the default of models that have one",
            new GridSampler()),
        ("euler", "first order, one network call a step; deterministic: ddim written in σ", new EulerSampler()),
        ("euler-ancestral", "the same with fresh noise at each step; --eta 0.5 halves it: ddim --eta 1 written in σ",
            new AncestralEulerSampler()),
        ("heun", "second order, two network calls a step; deterministic", new HeunSampler()),
        ("edm-churn", "heun with fresh noise (--churn) that repairs the errors of earlier steps; good with many steps",
            new ChurningSampler()),
        ("dpm++2m", "second order, one network call a step, best with 20 to 40; deterministic; the default of tables of more than three columns", new DpmSolverSampler()),
        ("angular", "third order, one network call a step, good from 8 on; deterministic; the default of other continuous noise levels",
            new AngularSampler()),
        ("truncated", "angular from a mixture of normals like the blurred data on: the best with 8 network calls, its default; of up to three columns with continuous noise levels",
            new TruncatedSampler()),
    ];

    /// <summary>The sampler of a name, with its default options.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidInputException">There is no such sampler; the message names the nearest.</exception>
    public static Sampler Find(string name) => All.FirstOrDefault(entry => entry.Name == name).Sampler
        ?? throw new InvalidInputException(
            $"There is no sampler '{name}'. {NameSuggestion.Hint(name, [.. All.Select(entry => entry.Name)])}");

    /// <summary>Whether a sampler is one of them but for its steps.</summary>
    internal static bool Holds(Sampler sampler) =>
        All.Any(entry => entry.Sampler.Equals(sampler with { Steps = entry.Sampler.Steps }));

    /// <summary>The name of a sampler; that of its type where it is none of the catalogue.</summary>
    /// <param name="sampler">The sampler.</param>
    public static string NameOf(Sampler sampler)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        return All.FirstOrDefault(entry => entry.Sampler.GetType() == sampler.GetType()).Name ?? sampler.GetType().Name;
    }
}
