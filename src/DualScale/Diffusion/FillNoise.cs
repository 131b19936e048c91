namespace DualScale.Diffusion;

/// <summary>Fills a row with the noise of a point's draw.</summary>
internal delegate void FillNoise(int point, int draw, Span<float> row);
