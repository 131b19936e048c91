namespace DualScale.Denoisers;

/// <summary>How the dual-scale denoiser weighs its two branches (docs/models.md, section 4).</summary>
public enum Weighting
{
    /// <summary>(0.5, 0.5) at every timestep.</summary>
    Fixed,

    /// <summary>The softmax of a perceptron of t with one hidden layer.</summary>
    Adaptive,

    /// <summary>The softmax of a perceptron of t with two hidden layers and LeakyReLU(0.2).</summary>
    Improved,
}
