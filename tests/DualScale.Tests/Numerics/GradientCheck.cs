using DualScale.Numerics;

namespace DualScale.Tests.Numerics;

/// <summary>Compares the gradients of a training pass in double precision with central differences.</summary>
internal static unsafe class GradientCheck
{
    private const double Step = 1e-6;

    public static void Run(Graph graph, Node prediction, Node target, int batchRows, int timestepRows,
        IReadOnlyList<IBatchLoss> losses,
        Action<Workspace<double>>? fill = null, Action<ParameterValues<double>>? initialize = null)
    {
        using var team = new ThreadTeam(2);
        using var values = new ParameterValues<double>(graph.Parameters);
        values.Initialize(i => new RandomStream(17, (ulong)i));
        initialize?.Invoke(values);
        using var pass = new TrainingPass<double>(graph, prediction, target, losses, values, team, batchRows, timestepRows);
        var workspace = pass.Workspace;
        workspace.SetCounts(batchRows, timestepRows);
        for (var row = 0; row < batchRows; row++)
            workspace.LevelOf.Pointer[row] = row * 2 % timestepRows;
        workspace.AssignLevels();
        workspace.Dropping = new RandomStream(17, 2000);
        var stream = new RandomStream(17, 1000);
        var at = 0UL;
        foreach (var input in graph.InputNodes)
        {
            var rows = workspace.Value(input);
            for (var row = 0; row < rows.Count; row++)
            {
                var numbers = new float[rows.Width];
                stream.FillNormal(at, numbers);
                at += (ulong)rows.Width;
                for (var column = 0; column < rows.Width; column++)
                    rows[row][column] = numbers[column];
            }
        }

        fill?.Invoke(workspace);
        values.RefreshTransposed();
        pass.Run();
        var gradients = pass.Gradients.Span.ToArray();
        foreach (var parameter in graph.Parameters.Where(parameter => parameter.Group != ParameterGroup.Constant))
        {
            var plain = new double[parameter.Count];
            var slopes = new double[parameter.Count];
            parameter.CopyTo(values.Pointer(parameter), plain);
            fixed (double* gradient = gradients)
                parameter.CopyTo(gradient + parameter.Offset, slopes);
            for (var i = 0; i < plain.Length; i++)
            {
                var difference = (LossAt(plain[i] + Step) - LossAt(plain[i] - Step)) / (2 * Step);

                // Truncation is of the order of Step², rounding of 1e-16 / Step.
                Assert.True(Math.Abs(difference - slopes[i]) <= 1e-8 + 1e-6 * Math.Abs(difference),
                    $"{parameter.Name}[{i}]: {slopes[i]:R}, difference {difference:R}");

                double LossAt(double value)
                {
                    var changed = (double[])plain.Clone();
                    changed[i] = value;
                    parameter.CopyFrom<double>(values.Pointer(parameter), changed);
                    values.RefreshTransposed();
                    var loss = pass.Run();
                    parameter.CopyFrom<double>(values.Pointer(parameter), plain);
                    return loss;
                }
            }
        }
    }
}
