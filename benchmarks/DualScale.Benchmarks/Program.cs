using System.Diagnostics;
using DualScale.Denoisers;
using DualScale.Diffusion;
using DualScale.Numerics;
using DualScale.Numerics.Kernels;

foreach (var (name, d) in new (string, IDenoiser)[] { ("baseline", new BaselineDenoiser()), ("dual", new DualScaleDenoiser { Weighting = Weighting.Improved }) })
foreach (var threads in new[] { 1, 2 })
{
    using var team = new ThreadTeam(threads);
    var g = DenoisingGraph.ForTraining(d, 2);
    using var v = new ParameterValues<float>(g.Graph.Parameters);
    v.Initialize(i => new RandomStream(1, (ulong)i));
    using var pass = new TrainingPass<float>(g.Graph, g.Prediction, g.Noise!, [new MeanSquaredError()], v, team, 256, 100);
    using var opt = new AdamW<float>(v, pass.Gradients, team, new AdamWSettings());
    pass.Workspace.SetCounts(256, 92);
    unsafe { for (var i = 0; i < 256; i++) pass.Workspace.TimestepOf.Pointer[i] = i * 7 % 92; }
    pass.Workspace.AssignTimesteps();
    var r = new RandomStream(1, 99);
    var cl = pass.Workspace.Value(g.Clean!); var no = pass.Workspace.Value(g.Noise!); var t = pass.Workspace.Value(g.Timestep);
    for (var i = 0; i < 256; i++) { r.FillNormal((ulong)i * 4, cl[i]); r.FillNormal((ulong)i * 4 + 2, no[i]); }
    for (var i = 0; i < 92; i++) { t[i][0] = i; pass.Workspace.Value(g.SignalScale!)[i][0] = .7f; pass.Workspace.Value(g.NoiseScale!)[i][0] = .7f; }
    var times = new List<double>();
    var ph = new double[3];
    for (var i = 0; i < 400; i++)
    {
        var s = Stopwatch.GetTimestamp();
        pass.Forward();
        var s1 = Stopwatch.GetTimestamp();
        pass.Run();
        var s2 = Stopwatch.GetTimestamp();
        opt.Step(1e-4, new EmaUpdate(i % 10 == 0 ? 0.1 : 0));
        var s3 = Stopwatch.GetTimestamp();
        if (i > 200) { times.Add(Stopwatch.GetElapsedTime(s1, s3).TotalMilliseconds); ph[0] += Stopwatch.GetElapsedTime(s, s1).TotalMilliseconds; ph[1] += Stopwatch.GetElapsedTime(s1, s2).TotalMilliseconds; ph[2] += Stopwatch.GetElapsedTime(s2, s3).TotalMilliseconds; }
    }
    times.Sort();
    Console.WriteLine($"{name} threads {threads}: step median {times[times.Count / 2]:F3} min {times[0]:F3} ms; forward {ph[0] / times.Count:F3} pass {ph[1] / times.Count:F3} adam {ph[2] / times.Count:F3}");
}
unsafe
{
    using var a = new AlignedBuffer<float>(272 * 64); using var b = new AlignedBuffer<float>(272 * 256); using var c = new AlignedBuffer<float>(272 * 256);
    foreach (var m in new[] { 48, 64, 66 })
    {
        var o = new MatrixOperands<float> { M = m, N = 256, K = 256, A = a.Pointer, ARow = 272, AStep = 1, B = b.Pointer, BStride = 272, C = c.Pointer, CStride = 272 };
        for (var rep = 0; rep < 3; rep++)
        {
            var s = Stopwatch.GetTimestamp();
            for (var i = 0; i < 500; i++) MatrixProduct.Run(o);
            Console.WriteLine($"gemm m={m} {500.0 * 2 * m * 65536 / Stopwatch.GetElapsedTime(s).TotalSeconds / 1e9:F1} GF");
        }
    }
    using var x = new AlignedBuffer<float>(272 * 256); 
    var w = new MatrixOperands<float> { M = 48, N = 256, K = 256, A = x.Pointer, ARow = 1, AStep = 272, B = b.Pointer, BStride = 272, C = c.Pointer, CStride = 272 };
    for (var rep = 0; rep < 3; rep++)
    {
        var s = Stopwatch.GetTimestamp();
        for (var i = 0; i < 500; i++) MatrixProduct.Run(w);
        Console.WriteLine($"dW m=48 {500.0 * 2 * 48 * 65536 / Stopwatch.GetElapsedTime(s).TotalSeconds / 1e9:F1} GF");
    }
}
