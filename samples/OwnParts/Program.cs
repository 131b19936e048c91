using System.Globalization;
using DualScale;
using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Tables;
using DualScale.Training;
using OwnParts;

// Parts of one's own go wherever the built-in ones go. A noise schedule is a list of β: here their logarithms are evenly spaced.
var schedule = NoiseSchedule.OfBetas([.. Enumerable.Range(0, 60).Select(t => 1e-4 * Math.Pow(3000, t / 59.0))]);
var recipe =
    new DiffusionRecipe { Denoiser = new SkipDenoiser(), Levels = schedule, Parametrization = new VelocityParametrization() };
var data = Shapes.Generate("moons", 20_000, seed: 1);
var steps = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
using var trainer = new Trainer(recipe, data, new TrainingOptions { Steps = steps, LearningRate = 1e-3 });
using var model = trainer.Run();

var sampler = new MidpointSampler { Steps = 15 };
var samples = model.Sample(5000, new SamplingOptions { Sampler = sampler });
Console.WriteLine(
    $"{trainer.ParameterCount} parameters, KL {KlDivergence.Estimate(data, samples).Forward:F3} bits in {sampler.Steps} levels");

// A model file names its network. One of your own is given to load it, and asked for where it is not.
var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
ModelFile.Save(model, path);
try
{
    ModelFile.Load(path).Dispose();
}
catch (InvalidInputException exception)
{
    Console.WriteLine(exception.Message[(path.Length + 2)..]);
}

using var loaded = ModelFile.Load(path, new SkipDenoiser());
var again = loaded.Sample(5000, new SamplingOptions { Sampler = sampler });
Console.WriteLine(again.Values.Span.SequenceEqual(samples.Values.Span)
    ? "Loaded, it draws the same samples."
    : "Loaded, it draws other samples.");
File.Delete(path);
