using System.Diagnostics;
using System.Runtime.InteropServices;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Evaluation;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;
using DualScale.Numerics.Operations;
using DualScale.Tables;
using DualScale.Training;

namespace DualScale.Benchmarks;

/// <summary>The workloads that are raced against the peers, at the papers' sizes.</summary>
internal static class Workloads
{
    private const int Rows = 100_000;
    private const int Samples = 10_000;
    private const int WarmUpSteps = 300;
    private const int TimedSteps = 300;

    private static readonly Dictionary<string, Model> Models = new()
    {
        ["baseline"] = new(new BaselineDenoiser()),
        ["dual-scale"] = new(new DualScaleDenoiser { Weighting = Weighting.Improved }),
        ["dual-expert"] = new(new DualExpertDenoiser { EnhancedGate = true, IncreasedCapacity = true }),
        ["dual-expert-diversity"] = new(
            new DualExpertDenoiser { EnhancedGate = true, IncreasedCapacity = true }, DiversityWeight: 0.05),
        ["scale-space"] = new(new ScaleSpaceDenoiser()),
        ["grid"] = new(new BaselineDenoiser(), new NoiseGrid()),
    };

    /// <summary>Milliseconds of training steps, and the arithmetic of one.</summary>
    public static object TrainingStep(string model)
    {
        using var trainer = Train(model);
        for (var i = 0; i < WarmUpSteps; i++)
            trainer.Advance();
        var times = Enumerable.Range(0, TimedSteps).Select(_ => Milliseconds(() => trainer.Advance())).ToArray();
        var (median, least) = (Median(times), times.Min());
        return new { work = "train-step", model, median_ms = median, min_ms = least, gflops = Operations(model) / median / 1e6 };
    }

    /// <summary>
    /// GFLOP/s of the three products of a 256-wide linear layer on one thread, in the pieces that a training step has.
    /// </summary>
    public static unsafe object Products()
    {
        const int Size = 256, Tile = 64;
        var stride = Layout.Stride(Size);
        using var a = Filled(0);
        using var b = Filled(1);
        using var c = Filled(2);
        return new { work = "products", rows = Rate(Tile, stride, 1), columns = Rate(Tile, 1, stride) };

        AlignedBuffer<float> Filled(ulong index)
        {
            var buffer = new AlignedBuffer<float>(Size * stride);
            new RandomStream(1, index).FillNormal(0, buffer.Span);
            return buffer;
        }

        double Rate(int piece, nint row, nint step)
        {
            var best = double.PositiveInfinity;
            for (var repeat = 0; repeat < 300; repeat++)
            {
                best = Math.Min(best, Milliseconds(() =>
                {
                    for (var first = 0; first < Size; first += piece)
                    {
                        MatrixProduct.Run(new MatrixOperands<float>
                        {
                            M = Math.Min(piece, Size - first),
                            N = Size,
                            K = Size,
                            A = a.Pointer + first * row,
                            ARow = row,
                            AStep = step,
                            B = b.Pointer,
                            BStride = stride,
                            C = c.Pointer + first * stride,
                            CStride = stride,
                        });
                    }
                }));
            }

            return 2.0 * Size * Size * Size / best / 1e6;
        }
    }

    /// <summary>Milliseconds of drawing 10,000 samples in 100 steps.</summary>
    public static object Sampling(string model)
    {
        using var trainer = Train(model);
        trainer.Advance();
        using var trained = trainer.ToModel();
        trained.Sample(1000);
        var times = Enumerable.Range(0, 3).Select(_ => Milliseconds(() => trained.Sample(Samples))).ToArray();
        return new { work = "sample", model, median_ms = Median(times), min_ms = times.Min() };
    }

    /// <summary>Seconds of one divergence estimate in both directions, 100,000 against 10,000 points.</summary>
    /// <param name="columns">2 for dinosaurs, others for normals.</param>
    public static object Divergence(int columns)
    {
        var (real, generated) = Divergent(columns);
        var rounds = columns == 2 ? 5 : 1;
        KlDivergence.Estimate(real.First(5000), generated.First(5000));
        return new
        {
            work = "kl",
            columns,
            seconds = Median(
            [.. Enumerable.Range(0, rounds).Select(_ => Milliseconds(() => KlDivergence.Estimate(real, generated)))]) / 1000
        };
    }

    /// <summary>Writes the points of the divergence estimate for the peer: rows of 32-bit floats, little-endian.</summary>
    public static object Points(string realPath, string generatedPath, int columns)
    {
        var (real, generated) = Divergent(columns);
        File.WriteAllBytes(realPath, MemoryMarshal.AsBytes(real.Values.Span).ToArray());
        File.WriteAllBytes(generatedPath, MemoryMarshal.AsBytes(generated.Values.Span).ToArray());
        return new { real = real.Count, generated = generated.Count, columns = real.Columns };
    }

    public static bool Knows(string model) => Models.ContainsKey(model);

    /// <summary>The graph of a model and the points that fix its grid.</summary>
    public static DenoisingGraph Graph(string model) =>
        DenoisingGraph.ForTraining(Recipe(model), 2, Shapes.Generate("dino", 1000));

    /// <summary>What a model is.</summary>
    public static DiffusionRecipe Recipe(string model) => Models[model] is { Denoiser: ScaleSpaceDenoiser }
        ? DiffusionRecipe.ScaleSpace
        : new DiffusionRecipe { Denoiser = Models[model].Denoiser, Grid = Models[model].Grid }.Validate();

    private static (PointSet Real, PointSet Generated) Divergent(int columns) => columns == 2
        ? (Shapes.Generate("dino", Rows, 1), Shapes.Generate("dino", Samples, 2))
        : NeighbourTiming.Normals(Rows, Samples, columns);

    private static Trainer Train(string model)
    {
        var points = Shapes.Generate("dino", Rows);
        return Models[model] is { Denoiser: ScaleSpaceDenoiser }
            ? new Trainer(Recipe(model), points, TrainingOptions.ScaleSpace, Standardization.Fit(points))
            : new Trainer(
                Recipe(model), points, new TrainingOptions { Steps = 100_000, DiversityWeight = Models[model].DiversityWeight });
    }

    // Multiplications and additions of the linear layers: forward, gradient of the weights, gradient of the inputs that need one.
    private static double Operations(string model)
    {
        var (batch, distinct) = Models[model] is { Denoiser: ScaleSpaceDenoiser }
            ? (TrainingOptions.ScaleSpace.BatchSize, TrainingOptions.ScaleSpace.BatchSize)
            : (new TrainingOptions().BatchSize, 100 * (1 - Math.Pow(0.99, new TrainingOptions().BatchSize)));
        return Graph(model).Graph.Nodes.Where(node => node.Operation is Linear).Sum(layer => layer.Inputs.Sum(input =>
            2.0 * input.Width * layer.Width * (input.Domain == Domain.Batch ? batch : distinct) *
                (input.RequiresGradient ? 3 : 2)));
    }

    private static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private sealed record Model(IDenoiser Denoiser, NoiseGrid? Grid = null, double DiversityWeight = 0);
}
