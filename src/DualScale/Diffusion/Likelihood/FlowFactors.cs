namespace DualScale.Diffusion;

/// <summary>
/// The flow of y = x/a along t = ln σ at one level, with F the network's output: dy/dt = σ·ε̂ = Point·y + Output·F, whose
/// divergence is columns·Point + a·Output·tr ∂F/∂x.
/// </summary>
/// <param name="Level">The level.</param>
/// <param name="Signal">a.</param>
/// <param name="Point">The factor of y.</param>
/// <param name="Output">The factor of F.</param>
internal readonly record struct FlowFactors(double Level, double Signal, double Point, double Output)
{
    /// <summary>Those at a time t.</summary>
    public static FlowFactors At(double time, DiffusionRecipe recipe)
    {
        var (levels, sigma) = (recipe.Levels, Math.Exp(time));
        var level = levels.At(sigma);
        var a = levels.SignalScale(level);
        var (ofPoint, ofOutput) = recipe.Parametrization.Noise(levels, level);
        return new FlowFactors(level, a, sigma * a * ofPoint, sigma * ofOutput);
    }
}
