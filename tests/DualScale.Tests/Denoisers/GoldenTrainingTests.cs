using System.Globalization;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Tables;

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
    public unsafe void Training_follows_the_published_code(string name)
    {
        var golden = new GoldenCase(name);
        using var team = new ThreadTeam(2);
        var grid = Grid(name);
        var graph = DenoisingGraph.ForTraining(Denoiser(name), columns: 2, grid, new PointSet(new float[4], ["x", "y"]));
        using var values = new ParameterValues<float>(graph.Graph.Parameters);
        values.Initialize(_ => default);
        var learned = values.All.Where(parameter => parameter.Group != ParameterGroup.Constant).ToArray();
        Assert.Equal(golden.Names.Where(n => n.StartsWith("param/")).Select(n => n["param/".Length..]).Order(), learned.Select(p => p.Name).Order());
        foreach (var parameter in learned)
        {
            Assert.Equal(golden.Shape($"param/{parameter.Name}"), parameter.Shape);
            values.Load(parameter, golden.Values<float>($"param/{parameter.Name}"));
        }

        values.RefreshTransposed();
        var (batch, steps, cosineSteps) = (Number(golden, "batch"), Number(golden, "steps"), Number(golden, "cosine_T_max"));
        IBatchLoss[] losses = name == "dual-expert-diversity" ? [new MeanSquaredError(), new DiversityLoss(0.05)] : [new MeanSquaredError()];
        IParameterLoss[] penalties = name.EndsWith("-l1") ? [new GridL1Penalty(values.All.Single(p => p.Name == "fine_noise_grid"), 0.001)] : [];
        using var pass = new TrainingPass<float>(
            graph.Graph, graph.Prediction, graph.Noise!, losses, values, team, batch, timestepRows: batch, penalties: penalties);
        using var optimizer = new AdamW<float>(values, pass.Gradients, team, new AdamWSettings());
        var schedule = new NoiseSchedule(100, 1e-4, 0.02, BetaSchedule.Linear);
        for (var step = 0; step < steps; step++)
        {
            var clean = golden.Values<float>("x0").AsSpan(step * batch * 2, batch * 2).ToArray();
            var noise = golden.Values<float>("noise").AsSpan(step * batch * 2, batch * 2).ToArray();
            var timesteps = golden.Values<long>("t").AsSpan(step * batch, batch).ToArray().Select(t => (int)t).ToArray();
            TestBatch.Fill(pass.Workspace, graph, schedule, clean, noise, timesteps);
            var loss = pass.Run();

            // PyTorch multiplies up ᾱ in single precision, so its √(1 - ᾱ) is off by up to 1e-6 at small t.
            Read(pass.Workspace.Value(graph.Noisy!)).ShouldBeCloseTo(golden.Values<float>($"step{step}/x_t"), 4e-6, 1e-6, "x_t");
            Read(pass.Workspace.Value(graph.Prediction)).ShouldBeCloseTo(golden.Values<float>($"step{step}/pred"), 2e-5, 1e-4, "prediction");
            Assert.Equal(golden.Values<float>($"step{step}/loss")[0], loss, 4e-6);
            if (graph.NoiseFactor is not null)
                Read(pass.Workspace.Value(graph.NoiseFactor)).ShouldBeCloseTo(golden.Values<float>($"step{step}/alpha"), 0, 1e-6, "α");
            foreach (var output in graph.Graph.Outputs.Where(o => golden.Has($"step{step}/{o.Key}")))
                Gathered(pass.Workspace, output.Value, batch).ShouldBeCloseTo(golden.Values<float>($"step{step}/{output.Key}"), 1e-5, 1e-5, output.Key);
            if (step == 0)
            {
                foreach (var parameter in learned)
                    Plain(parameter, pass.Gradients.Pointer).ShouldBeCloseTo(golden.Values<float>($"step0/grad/{parameter.Name}"), 2e-6, 2e-4, parameter.Name);
            }

            optimizer.Step(3e-4 * (1 + Math.Cos(Math.PI * step / cosineSteps)) / 2, new EmaUpdate(0));
            var norm = golden.Values<float>($"step{step}/grad_norm")[0];
            Assert.Equal(norm, optimizer.NormOf(ParameterGroup.Network), norm * 1e-5);
            if (golden.Has($"step{step}/grid_grad_norm"))
                Assert.Equal(golden.Values<float>($"step{step}/grid_grad_norm")[0], optimizer.NormOf(ParameterGroup.Grid), 1e-5);
        }

        // Three steps of at most 3e-4 each; where a gradient is near zero its sign decides the step, hence the absolute part.
        foreach (var parameter in learned)
            Plain(parameter, values.Values.Pointer).ShouldBeCloseTo(golden.Values<float>($"final/{parameter.Name}"), 5e-6, 1e-5, parameter.Name);
    }

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
    };

    private static int Number(GoldenCase golden, string key) => int.Parse(golden.Metadata(key), CultureInfo.InvariantCulture);

    private static unsafe float[] Plain(Parameter parameter, float* block)
    {
        var plain = new float[parameter.Count];
        parameter.CopyTo(block + parameter.Offset, plain);
        return plain;
    }

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
            : [.. Enumerable.Range(0, batch).SelectMany(row => rows.Skip(workspace.TimestepOf.Pointer[row] * node.Width).Take(node.Width))];
    }
}
