using DualScale.Denoisers;
using DualScale.Evaluation;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

// A denoiser of one's own is one class; trainer, samplers and evaluation take it as they take the built-in ones.
var data = Shapes.Generate("moons", 20_000, seed: 1);
using var trainer = new Trainer(new SkipDenoiser(), data, new TrainingOptions { Steps = args.Length > 0 ? int.Parse(args[0]) : 1000, LearningRate = 1e-3 });
using var model = trainer.Run(new Progress<TrainingProgress>(p =>
{
    if (p.Step % 200 == 0)
        Console.WriteLine($"step {p.Step}  loss {p.Loss:F4}");
}));
var samples = model.Sample(5000);
Console.WriteLine($"{trainer.ParameterCount} parameters, KL {KlDivergence.Estimate(data, samples).Forward:F3} bits");

/// <summary>A plain perceptron with one gated skip: ε = s(t)·x + (1 - s(t))·f(x, t).</summary>
internal sealed record SkipDenoiser : IDenoiser
{
    public Node Predict(Graph graph, DenoiserInput input)
    {
        var x = graph.SinusoidalEmbedding(input.X, 64, scale: 10);
        var time = graph.SinusoidalEmbedding(input.Level, 64);
        var hidden = graph.Relu(graph.Linear("hidden.0", 128, x, time));
        hidden = graph.Relu(hidden + graph.Linear("hidden.1", 128, hidden));
        var f = graph.Linear("output", input.X.Width, hidden);
        var s = graph.Output("skip", graph.Sigmoid(graph.Linear("skip", 1, time)));
        return s * input.X + (1 - s) * f;
    }
}
