using DualScale.Denoisers;
using DualScale.Runs.Configuration;
using DualScale.Training;

namespace DualScale.Runs.Tests;

/// <summary>A run that takes no time.</summary>
internal static class TinyRun
{
    public static RunConfiguration Of(TrainingOptions training) => new()
    {
        Data = new DataOptions { Source = "moons", Points = 200 },
        Model = new ModelOptions
        {
            Network =
                new DualScaleDenoiser { Size = new NetworkSize { HiddenWidth = 8, EmbeddingDimension = 4, ResidualBlocks = 0 } },
        },
        Diffusion = new DiffusionOptions { Timesteps = 5 },
        Training = training,
    };
}
