using DualScale.Denoisers;
using DualScale.Tables;

namespace DualScale.Diffusion;

/// <summary>What a model is apart from its weights: a network, the noise it works on, and what its output stands for.</summary>
public sealed record DiffusionRecipe
{
    /// <summary>
    /// The scale-space network on continuous noise levels, with EDM's preconditioning and a measured density
    /// (docs/scale-space.md).
    /// </summary>
    public static DiffusionRecipe ScaleSpace { get; } = new()
    {
        Denoiser = new ScaleSpaceDenoiser(),
        Levels = new ContinuousLevels(sigmaMax: ScaleSpaceSigmaMax, density: new MeasuredDensity()),
        Parametrization = new EdmParametrization(),
    };

    internal const double ScaleSpaceSigmaMax = 5;

    /// <summary>The network.</summary>
    public required IDenoiser Denoiser { get; init; }

    /// <summary>The noise levels. Default the default <see cref="NoiseSchedule"/>.</summary>
    public NoiseLevels Levels { get; init; } = new NoiseSchedule();

    /// <summary>What the network's output stands for. Default ε, as in the papers.</summary>
    public Parametrization Parametrization { get; init; } = new EpsilonParametrization();

    /// <summary>A noise grid beside the network, which needs discrete levels. Default none.</summary>
    public NoiseGrid? Grid { get; init; }

    /// <summary>
    /// The columns that conditions give together, where the model takes conditions: where it was trained with a
    /// <see cref="Training.TrainingOptions.Conditions"/> above 0, each column by itself unless said here. Default none.
    /// </summary>
    public ColumnGroups? Conditions { get; init; }

    /// <summary>
    /// Columns that take few values. The network is shown their posterior mean under their own law, and by what a joint normal of
    /// other columns says of them, and predicts what that leaves open (docs/tables.md). In the order of columns, none in two.
    /// Default none.
    /// </summary>
    public IReadOnlyList<DiscreteColumns> Discrete { get; init; } = [];

    /// <summary>
    /// Whether the network starts from the joint normal of its 2 to 100 columns that are no discrete ones, as the training data
    /// have it, and learns how they differ from it (docs/tables.md). Default false.
    /// </summary>
    public bool JointNormal { get; init; }

    /// <summary>
    /// Which of <see cref="Discrete"/>, from 0, divides rows into groups whose joint normals have means of their own. Training
    /// chooses it by its data; where null, none does.
    /// </summary>
    public int? JointNormalDividedBy { get; internal init; }

    /// <summary>A mixture of normals near to the training data, where <see cref="TruncatedSampler"/> starts; null where there is
    /// none.</summary>
    internal NormalMixture? Start { get; init; }

    /// <summary>
    /// The sampler such models are meant for, one of <see cref="SamplerCatalogue"/> with steps of its own, where it is not the one
    /// that suits their levels. Default none.
    /// </summary>
    public Sampler? Sampler { get; init; }

    /// <summary>
    /// The sampler such models are meant for: <see cref="Sampler"/> or, where there is none, its paper's step with a noise grid,
    /// unless the grid asks for DDPM's; DDPM for other discrete levels, angular steps for continuous ones.
    /// </summary>
    public Sampler DefaultSampler =>
        Sampler ?? (Grid is { Step: GridStep.Paper } ? new GridSampler()
            : Levels.IsDiscrete ? new DdpmSampler() : new AngularSampler());

    /// <summary>Whether the noisy point is scaled before the network.</summary>
    internal bool ScalesInput => !Levels.IsDiscrete || Parametrization is EdmParametrization { SigmaData: not 1 };

    /// <summary>The variance that a scaled column is taken to have: 1, unless EDM's preconditioning says otherwise.</summary>
    internal double DataVariance => Parametrization is EdmParametrization edm ? edm.SigmaData * edm.SigmaData : 1;

    /// <summary>Whether a law of the columns is known before the network says anything.</summary>
    internal bool StartsFromLaws => JointNormal || Discrete.Count > 0;

    /// <summary>The numbers that may be blank: given together with a flag behind them.</summary>
    internal IEnumerable<BlankNumber> BlankNumbers =>
        from @group in Conditions?.Ranges() ?? []
        where @group.Width == 2
        from flag in Discrete
        where (flag.First, flag.Width, flag.Points.Count) == (@group.First + 1, 1, 2)
        select new BlankNumber(@group.First, flag.Points[0][0], flag.Points[1][0]);

    /// <summary>The columns that are no discrete ones, ascending.</summary>
    /// <param name="width">Columns of the data.</param>
    internal IEnumerable<int> ContinuousOf(int width) => Enumerable.Range(0, width).Where(column => !Discrete.Any(discrete =>
        column >= discrete.First && column < discrete.First + discrete.Width));

    /// <summary>
    /// The factors of E[x₀|x] and of x in what the network is to return: F* = c·x₀ + n·ε with ε = (x - a·x₀)/s is
    /// (c - n·a/s)·x₀ + n/s·x.
    /// </summary>
    internal (double OfMean, double OfNoisy) TargetByMean(double level)
    {
        var (a, s) = (Levels.SignalScale(level), Levels.NoiseScale(level));
        var (c, n) = Parametrization.Target(Levels, level);
        return (c - n * a / s, n / s);
    }

    /// <summary>Checks the network's options and that the parts fit together; a grid is given the levels' timesteps.</summary>
    /// <exception cref="InvalidInputException">
    /// An option is outside its range; discrete columns overlap or conditions take them apart; the sampler cannot be kept in a
    /// file; a grid meets continuous levels, a joint normal, discrete columns or conditions.
    /// </exception>
    public DiffusionRecipe Validate()
    {
        ArgumentNullException.ThrowIfNull(Denoiser);
        Denoiser.Validate();
        for (var i = 1; i < Discrete.Count; i++)
        {
            if (Discrete[i].First < Discrete[i - 1].First + Discrete[i - 1].Width)
            {
                throw new InvalidInputException(
                    $"Discrete columns from {Discrete[i].First} overlap those before; give them in order, each column once.");
            }
        }

        if (Conditions?.Ranges() is { } groups && Discrete.FirstOrDefault(columns => !groups.Any(group =>
            columns.First >= group.First && columns.First + columns.Width <= group.First + group.Width)) is { } apart)
        {
            throw new InvalidInputException(
                $"Discrete columns {apart.First} to {apart.First + apart.Width - 1} stand for one thing and conditions give them apart; put them into one group.");
        }

        if (Sampler is { } sampler)
        {
            if (!SamplerCatalogue.Holds(sampler))
            {
                throw new InvalidInputException(
                    $"A sampler of type {sampler.GetType().Name} with options of its own cannot be kept in a file; give it when you draw.");
            }

            sampler.Path(Levels);
        }

        if (Grid is null)
            return this;
        if (JointNormal)
        {
            throw new InvalidInputException(
                "A noise grid changes the noise of each point, which a joint normal takes as it is; leave the grid out, or diffusion.joint-normal at false.");
        }

        if (Discrete.Count > 0)
        {
            throw new InvalidInputException(
                "A noise grid changes the noise of each point, by which discrete columns are read; leave the grid out, or diffusion.discrete-columns at false.");
        }

        if (Conditions is not null)
        {
            throw new InvalidInputException(
                "A noise grid is read at the whole clean point, of which conditions know a part; leave the grid out, or training.conditions at 0.");
        }

        return Levels is NoiseSchedule schedule
            ? this with { Grid = Grid.Validate() with { Timesteps = schedule.Timesteps } }
            : throw new InvalidInputException(
                "A noise grid has values for each timestep and these noise levels are continuous; choose diffusion.levels=discrete or leave the grid out.");
    }
}
