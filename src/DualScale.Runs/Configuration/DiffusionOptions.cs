using DualScale.Diffusion;

namespace DualScale.Runs.Configuration;

/// <summary>The noise a model is trained on, and what its network predicts.</summary>
public sealed record DiffusionOptions
{
    /// <summary>Whether noise has T discrete levels or is continuous. Default discrete.</summary>
    public LevelKind Levels { get; init; } = LevelKind.Discrete;

    /// <summary>
    /// T, 2 to 10,000, and not so many that ᾱ_{T-1} falls below 1e-300. Default 100. Of discrete levels, as the four that follow.
    /// </summary>
    public int Timesteps { get; init; } = 100;

    /// <summary>β at t = 0, above 0 and at most the last one. Default 1e-4.</summary>
    public double BetaStart { get; init; } = 1e-4;

    /// <summary>
    /// β at t = T - 1, below 1. Default 0.2: together with the other defaults, x_{T-1} is then as good as pure noise, which is
    /// where sampling starts. The papers' 0.02 leaves ᾱ = 0.364 there and starts the sampler off its distribution.
    /// </summary>
    public double BetaEnd { get; init; } = 0.2;

    /// <summary>
    /// How β grows: linear, quadratic, cosine. Default quadratic, which spends more of the steps on little noise and so on fine
    /// detail; the papers' is linear.
    /// </summary>
    public BetaSchedule Schedule { get; init; } = BetaSchedule.Quadratic;

    /// <summary>
    /// β of one's own, 2 to 10,000 numbers between 0 and 1, in place of the four settings before. Default none.
    /// </summary>
    public IReadOnlyList<double> Betas { get; init; } = [];

    /// <summary>The smallest σ, above 1e-6. Default 0.002. Of continuous levels, as the four that follow.</summary>
    public double SigmaMin { get; init; } = 0.002;

    /// <summary>The largest σ, up to 1e6. Default 10.</summary>
    public double SigmaMax { get; init; } = 10;

    /// <summary>How often each σ is trained on. Default log-uniform.</summary>
    public DensityKind Density { get; init; } = DensityKind.LogUniform;

    /// <summary>The mean of ln σ in a log-normal density. Default -1.2.</summary>
    public double DensityMean { get; init; } = -1.2;

    /// <summary>The standard deviation of ln σ in a log-normal density, above 0. Default 1.2.</summary>
    public double DensityDeviation { get; init; } = 1.2;

    /// <summary>What the network's output stands for. Default ε, as in the papers.</summary>
    public ParametrizationKind Parametrization { get; init; } = ParametrizationKind.Epsilon;

    /// <summary>σ_d of EDM's preconditioning, the standard deviation of the scaled data, above 0. Default 1.</summary>
    public double SigmaData { get; init; } = 1;

    /// <summary>
    /// Whether texts, truth values and blanks of a table are shown to the network by their posterior mean under their own law,
    /// see <see cref="DiffusionRecipe.Discrete"/>. Default false; true for tables with typed columns.
    /// </summary>
    public bool DiscreteColumns { get; init; }

    /// <summary>
    /// Whether the network starts from the joint normal of columns that are no discrete ones, see
    /// <see cref="DiffusionRecipe.JointNormal"/>. Default false; true for tables with typed columns.
    /// </summary>
    public bool JointNormal { get; init; }

    /// <summary>The noise levels of these numbers.</summary>
    /// <exception cref="InvalidInputException">A number is outside its range.</exception>
    public NoiseLevels ToLevels()
    {
        // Settings of the other kind of levels do nothing, but nonsense is nonsense.
        Options.Validate(this, "diffusion");
        var schedule = Betas.Count > 0 ? NoiseSchedule.OfBetas(Betas)
            : new NoiseSchedule(Timesteps, BetaStart, BetaEnd, Schedule);
        return Levels == LevelKind.Continuous ? new ContinuousLevels(SigmaMin, SigmaMax, ToDensity()) : schedule;
    }

    /// <summary>The parametrisation of these numbers.</summary>
    /// <exception cref="InvalidInputException">A number is outside its range.</exception>
    public Parametrization ToParametrization() => Parametrization switch
    {
        ParametrizationKind.X0 => new CleanParametrization(),
        ParametrizationKind.V => new VelocityParametrization(),
        ParametrizationKind.Edm => new EdmParametrization(SigmaData),
        _ => new EpsilonParametrization(),
    };

    private LevelDensity ToDensity() => Density switch
    {
        DensityKind.LogNormal => new LogNormalDensity(DensityMean, DensityDeviation),
        DensityKind.Measured => new MeasuredDensity(),
        _ => new LogUniformDensity(),
    };
}
