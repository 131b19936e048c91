using System.Globalization;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Tests.Denoisers;

/// <summary>Forward, loss, every gradient and the parameters after three steps, against the papers' own code.</summary>
public sealed class GoldenTrainingTests
{
    private static readonly NetworkSize Small = new() { EmbeddingDimension = 16, HiddenWidth = 32 };

    public static TheoryData<string> Cases =>
    [
        "baseline", "dual-scale-fixed", "dual-scale-adaptive", "dual-scale-improved",
        "dual-expert", "dual-expert-enhanced-gate", "dual-expert-capacity", "dual-expert-diversity",
        "grid-single-nearest", "grid-multi-nearest", "grid-multi-nearest-l1",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_follows_the_published_code(string name)
    {
        var golden = new GoldenCase(name);
        var (batch, steps) = (Number(golden, "batch"), Number(golden, "steps"));
        var recipe = new DiffusionRecipe { Denoiser = Denoiser(name), Levels = new NoiseSchedule(100, 1e-4, 0.02, BetaSchedule.Linear), Grid = Grid(name) };
        var options = new TrainingOptions
        {
            Steps = Number(golden, "cosine_T_max"), BatchSize = batch, Threads = 2, DiversityWeight = name == "dual-expert-diversity" ? 0.05 : 0,
        };
        using var trainer = new Trainer(recipe, new PointSet(new float[2 * batch], ["x", "y"]), options);
        string[] learned = [.. trainer.Parameters.Where(parameter => parameter.Group != ParameterGroup.Constant).Select(parameter => parameter.Name)];
        Assert.Equal(golden.Names.Where(n => n.StartsWith("param/")).Select(n => n["param/".Length..]).Order(), learned.Order());
        foreach (var parameter in trainer.Parameters.Where(parameter => parameter.Group != ParameterGroup.Constant))
        {
            Assert.Equal(golden.Shape($"param/{parameter.Name}"), parameter.Shape);
            trainer.Load(parameter.Name, golden.Values<float>($"param/{parameter.Name}"));
        }

        for (var step = 0; step < steps; step++)
        {
            var loss = trainer.Advance(new TrainingDraws(
                Step(golden.Values<float>("x0"), step, 2 * batch), Step(golden.Values<float>("noise"), step, 2 * batch),
                [.. Step(golden.Values<long>("t"), step, batch).Select(t => (double)t)]));
            var (graph, pass) = trainer.LastStep;

            // PyTorch multiplies up ᾱ in single precision, so its √(1 - ᾱ) is off by up to 1e-6 at small t.
            Read(pass.Workspace.Value(graph.Noisy)).ShouldBeCloseTo(golden.Values<float>($"step{step}/x_t"), 4e-6, 1e-6, "x_t");
            Read(pass.Workspace.Value(graph.Output)).ShouldBeCloseTo(golden.Values<float>($"step{step}/pred"), 2e-5, 1e-4, "prediction");
            Assert.Equal(golden.Values<float>($"step{step}/loss")[0], loss, 4e-6);
            if (graph.NoiseFactor is not null)
                Read(pass.Workspace.Value(graph.NoiseFactor)).ShouldBeCloseTo(golden.Values<float>($"step{step}/alpha"), 0, 1e-6, "α");
            foreach (var output in graph.Graph.Outputs.Where(o => golden.Has($"step{step}/{o.Key}")))
                Gathered(pass.Workspace, output.Value, batch).ShouldBeCloseTo(golden.Values<float>($"step{step}/{output.Key}"), 1e-5, 1e-5, output.Key);
            if (step == 0)
            {
                foreach (var parameter in learned)
                    trainer.Read(parameter, pass.Gradients).ShouldBeCloseTo(golden.Values<float>($"step0/grad/{parameter}"), 2e-6, 2e-4, parameter);
            }

            var norm = golden.Values<float>($"step{step}/grad_norm")[0];
            Assert.Equal(norm, trainer.Optimizer.NormOf(ParameterGroup.Network), norm * 1e-5);
            if (golden.Has($"step{step}/grid_grad_norm"))
                Assert.Equal(golden.Values<float>($"step{step}/grid_grad_norm")[0], trainer.Optimizer.NormOf(ParameterGroup.Separate), 1e-5);
        }

        // Three steps of at most 3e-4 each; where a gradient is near zero its sign decides the step, hence the absolute part.
        foreach (var parameter in learned)
            trainer.Read(parameter, trainer.Weights).ShouldBeCloseTo(golden.Values<float>($"final/{parameter}"), 5e-6, 1e-5, parameter);
    }

    private static T[] Step<T>(T[] all, int step, int count) => all.AsSpan(step * count, count).ToArray();

    private static IDenoiser Denoiser(string name) => name switch
    {
        "baseline" or "grid-single-nearest" or "grid-multi-nearest" or "grid-multi-nearest-l1" => new BaselineDenoiser(Small),
        "dual-scale-fixed" => new DualScaleDenoiser { Size = Small, Weighting = Weighting.Fixed, PublishedLocalInputs = true },
        "dual-scale-adaptive" => new DualScaleDenoiser { Size = Small, Weighting = Weighting.Adaptive, PublishedLocalInputs = true },
        "dual-scale-improved" => new DualScaleDenoiser { Size = Small, Weighting = Weighting.Improved, PublishedLocalInputs = true },
        "dual-expert" => new DualExpertDenoiser { Size = Small },
        "dual-expert-enhanced-gate" => new DualExpertDenoiser { Size = Small, EnhancedGate = true },
        _ => new DualExpertDenoiser { Size = Small, EnhancedGate = true, IncreasedCapacity = true },
    };

    // The published code looks up the cell of [-1, 1] that x is in.
    private static NoiseGrid? Grid(string name) => !name.StartsWith("grid") ? null : new NoiseGrid
    {
        Sizes = name == "grid-single-nearest" ? [10] : [5, 20],
        Interpolation = GridInterpolation.Nearest,
        Extent = (-1, 1),
        L1Weight = name.EndsWith("-l1") ? 0.001 : 0,
    };

    private static int Number(GoldenCase golden, string key) => int.Parse(golden.Metadata(key), CultureInfo.InvariantCulture);

    private static float[] Read(Rows<float> rows)
    {
        var all = new float[rows.Count * rows.Width];
        for (var row = 0; row < rows.Count; row++)
            rows[row].CopyTo(all.AsSpan(row * rows.Width));
        return all;
    }

    private static unsafe float[] Gathered(Workspace<float> workspace, Node node, int batch)
    {
        var rows = Read(workspace.Value(node));
        return node.Domain == Domain.Batch ? rows
            : [.. Enumerable.Range(0, batch).SelectMany(row => rows.Skip(workspace.LevelOf.Pointer[row] * node.Width).Take(node.Width))];
    }
}
