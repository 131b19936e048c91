using System.Text.Json.Serialization;
using DualScale.Numerics;

namespace DualScale.Training;

/// <summary>How a denoiser is trained. The defaults are the papers' (docs/models.md, section 3).</summary>
public sealed record TrainingOptions
{
    /// <summary>
    /// What was measured to suit <see cref="Diffusion.DiffusionRecipe.ScaleSpace"/> (docs/scale-space.md): 5,000 steps of 512 rows,
    /// targets averaged over 1,024.
    /// </summary>
    public static TrainingOptions ScaleSpace { get; } = new()
    {
        Steps = 5000,
        BatchSize = 512,
        LearningRate = 3e-3,
        WarmUpSteps = 100,
        ReferenceRows = 1024,
        Optimizer = new AdamWSettings { Beta2 = 0.99, WeightDecay = 0, ClipNorm = 1 },
        Ema = new EmaOptions { Decay = 0.999, UpdateEvery = 1 },
    };

    /// <summary>Optimisation steps, at least 1. Default 10,000.</summary>
    public int Steps { get; init; } = 10_000;

    /// <summary>Rows in a batch, 1 to 65,536. Default 256.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>
    /// Learning rate before the first step, above 0 and at most 1; it falls to 0 along half a cosine. Default 3e-4.
    /// </summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Steps over which the learning rate rises to that curve, at least 0. Default 0.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>
    /// Rows of the data, drawn for each step, over which targets are averaged by how likely they made the noisy point; at least 0
    /// and at most 1,048,576. 0, the default, takes each point's own clean point (docs/scale-space.md).
    /// </summary>
    public int ReferenceRows { get; init; }

    /// <summary>
    /// The share of rows that are trained with some of their columns given, 0 to 1; the model then draws the others given any
    /// of them (docs/conditions.md). 0, the default, trains without.
    /// </summary>
    public double Conditions { get; init; }

    /// <summary>
    /// Which averaged weights the model has: the last, the default, or those with the least loss on held-out rows, which a
    /// <see cref="Trainer"/> is then given.
    /// </summary>
    public KeptWeights Keep { get; init; }

    /// <summary>
    /// The share of the steps, 0 to 1, after which training ends where the held-out loss has not fallen; 0, the default, goes on
    /// to the last step.
    /// </summary>
    public double Patience { get; init; }

    /// <summary>AdamW's constants and the gradient clip.</summary>
    public AdamWSettings Optimizer { get; init; } = new();

    /// <summary>The moving average of the weights.</summary>
    public EmaOptions Ema { get; init; } = new();

    /// <summary>λ of the diversity loss, at least 0; 0, the default, leaves it out (docs/models.md, section 6).</summary>
    public double DiversityWeight { get; init; }

    /// <summary>The seed of everything random. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads, 1 to 1024; 0, the default, takes one for each core. The result does not depend on it.</summary>
    [JsonIgnore]
    public int Threads { get; init; }

    /// <summary>Steps between checkpoints of a run directory, at least 1. Default 1000.</summary>
    public int CheckpointEvery { get; init; } = 1000;

    /// <summary>Checks every number.</summary>
    /// <exception cref="InvalidInputException">One is outside its range; the message names it.</exception>
    public TrainingOptions Validate()
    {
        Require(Steps >= 1, "steps", Steps, "at least 1");
        Require(BatchSize is >= 1 and <= 65_536, "batch-size", BatchSize, "1 to 65536");
        Require(LearningRate is > 0 and <= 1, "learning-rate", LearningRate, "a number above 0 and up to 1");
        Require(WarmUpSteps >= 0, "warm-up-steps", WarmUpSteps, "0 or more");
        Require(ReferenceRows is >= 0 and <= 1 << 20, "reference-rows", ReferenceRows, "0 to 1048576");
        Require(Conditions is >= 0 and <= 1, "conditions", Conditions, "0 to 1");
        Require(Patience is >= 0 and <= 1, "patience", Patience, "0 to 1");
        Require(Enum.IsDefined(Keep), "keep", (int)Keep, "best or last");
        Require(CheckpointEvery >= 1, "checkpoint-every", CheckpointEvery, "at least 1");
        Require(Threads is >= 0 and <= 1024, "threads", Threads, "1 to 1024, or 0 for one on each core");
        Require(DiversityWeight is >= 0 and < double.PositiveInfinity, "diversity-weight", DiversityWeight, "0 or more");
        Require(Ema.Decay is >= 0 and < 1, "ema.decay", Ema.Decay, "a number from 0 up to but not 1");
        Require(Ema.UpdateEvery >= 1, "ema.update-every", Ema.UpdateEvery, "at least 1");
        Require(Ema.UpdateAfterStep >= 0, "ema.update-after-step", Ema.UpdateAfterStep, "0 or more");
        Require(Optimizer.Beta1 is >= 0 and < 1, "optimizer.beta1", Optimizer.Beta1, "a number from 0 up to but not 1");
        Require(Optimizer.Beta2 is >= 0 and < 1, "optimizer.beta2", Optimizer.Beta2, "a number from 0 up to but not 1");
        Require(Optimizer.Epsilon is > 0 and < 1, "optimizer.epsilon", Optimizer.Epsilon, "a number above 0 and below 1");
        Require(Optimizer.WeightDecay is >= 0 and < 1, "optimizer.weight-decay", Optimizer.WeightDecay,
            "a number from 0 up to but not 1");
        Require(Optimizer.ClipNorm > 0, "optimizer.clip-norm", Optimizer.ClipNorm, "a number above 0");
        return this;
    }

    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    private static void Require(bool holds, string name, IFormattable value, string allowed)
    {
        if (!holds)
        {
            throw new InvalidInputException(
                $"training.{name} is {value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}; give {allowed}.");
        }
    }
}
