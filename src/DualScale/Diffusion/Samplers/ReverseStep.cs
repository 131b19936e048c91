namespace DualScale.Diffusion;

/// <summary>
/// One step back, the same for every sampler here: x ← <paramref name="Point"/>·x + <paramref name="Noise"/>·ε_θ(x, t) + <paramref name="Random"/>·z.
/// </summary>
/// <param name="Timestep">t, at which the denoiser is asked.</param>
/// <param name="Point">The factor of x.</param>
/// <param name="Noise">The factor of the predicted noise.</param>
/// <param name="Random">The factor of fresh standard normals; 0 for none.</param>
/// <param name="ByGrid">Whether <paramref name="Random"/> is multiplied by √α(x, t) of the noise grid.</param>
public readonly record struct ReverseStep(int Timestep, double Point, double Noise, double Random, bool ByGrid = false);
