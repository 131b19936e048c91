using System.Diagnostics;
using DualScale.Numerics;
using DualScale.Numerics.Operations;

namespace DualScale.Benchmarks;

/// <summary>
/// Where a training step's time goes: milliseconds of each kind of operation on one thread, in tiles as a step does it.
/// </summary>
internal static class Profile
{
    private const int BatchRows = 256, Tile = 64, Repeats = 100;

    public static unsafe int Run(string model)
    {
        var graph = Workloads.Graph(model);
        var recipe = Workloads.Recipe(model);
        var levelRows = recipe.Levels.IsDiscrete ? 92 : BatchRows;
        using var values = new ParameterValues<float>(graph.Graph.Parameters);
        values.Initialize(i => new RandomStream(1, (ulong)i));
        var plan = new GraphPlan(graph.Graph, graph.Output);
        using var team = new ThreadTeam(1);
        using var pass = new TrainingPass<float>(
            graph.Graph, graph.Output, graph.Target!, [new MeanSquaredError()], values, team, BatchRows, levelRows);
        pass.Workspace.SetCounts(BatchRows, levelRows);
        for (var row = 0; row < BatchRows; row++)
            pass.Workspace.LevelOf.Pointer[row] = row % levelRows;
        pass.Workspace.AssignLevels();
        var noise = new RandomStream(1, 99);
        for (var row = 0; row < BatchRows; row++)
        {
            noise.FillNormal((ulong)(4 * row), pass.Workspace.Value(graph.Clean!)[row]);
            noise.FillNormal((ulong)(4 * row + 2), pass.Workspace.Value(graph.Noise!)[row]);
        }

        for (var row = 0; row < levelRows; row++)
            graph.WriteLevel(pass.Workspace, row, recipe.Levels.IsDiscrete ? row : recipe.Levels.Quantile(row / 256.0), recipe);
        var times = new SortedDictionary<string, double>();
        using var optimizer = new AdamW<float>(values, pass.Gradients, team, new AdamWSettings());
        for (var repeat = -20; repeat < Repeats; repeat++)
        {
            if (repeat == 0)
                times.Clear();
            pass.Run();
            foreach (var step in plan.Steps)
                Tiles(step, "forward", step.Operation.Forward);
            foreach (var step in plan.Path.Where(step => step.RequiresGradient).Reverse())
            {
                Tiles(step, "backward", step.Operation.Backward);
                Time(step, "weights", () =>
                {
                    for (var unit = 0; unit < step.Operation.ParameterUnits; unit++)
                        step.Operation.ParameterGradient(Rows(step, 0, pass.Workspace.Count(step.Domain)), unit);
                });
            }

            Add("optimiser", () => optimizer.Step(1e-6, new EmaUpdate(0)));
        }

        foreach (var (name, milliseconds) in times.OrderByDescending(pair => pair.Value))
            Console.WriteLine($"{milliseconds / Repeats,8:F3} ms  {name}");
        return 0;

        void Tiles(Step step, string part, Action<Frame<float>> work) => Time(step, part, () =>
        {
            for (var first = 0; first < pass.Workspace.Count(step.Domain); first += Tile)
                work(Rows(step, first, Math.Min(Tile, pass.Workspace.Count(step.Domain) - first)));
        });

        Frame<float> Rows(Step step, int first, int count) => pass.Workspace.Frame(step, step.Domain, first, count);

        void Time(Step step, string part, Action work) =>
            Add($"{part} {step.Operation.GetType().Name} {step.Domain} {step.Width}", work);

        void Add(string name, Action work)
        {
            var start = Stopwatch.GetTimestamp();
            work();
            times[name] = times.GetValueOrDefault(name) + Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
