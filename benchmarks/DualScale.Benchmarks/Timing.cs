using System.Globalization;
using System.Text.Json;

namespace DualScale.Benchmarks;

/// <summary>The command <c>timing &lt;work&gt;</c>: measures one workload and prints it as one line of JSON.</summary>
internal static class Timing
{
    /// <summary>Runs the workload that the arguments name.</summary>
    /// <param name="arguments">The workload, then what it needs.</param>
    /// <returns>The exit code: 0 when measured, 2 for a workload that does not exist.</returns>
    public static int Run(ReadOnlySpan<string> arguments) =>
        arguments switch
        {
            ["peak"] => Print(new { peak_gflops = PeakFlops.MeasureGigaflops(Environment.ProcessorCount) }),
            ["products"] => Print(Workloads.Products()),
            ["train-step", var model] when Workloads.Knows(model) => Print(Workloads.TrainingStep(model)),
            ["sample", var model] when Workloads.Knows(model) => Print(Workloads.Sampling(model)),
            ["profile", var model] when Workloads.Knows(model) => Profile.Run(model),
            ["points", var real, var generated, var columns] => Print(Workloads.Points(real, generated, Number(columns))),
            ["kl", var columns] => Print(Workloads.Divergence(Number(columns))),
            ["neighbours", var rows, var columns] => Print(NeighbourTiming.Measure(Number(rows), Number(columns))),
            _ => Refuse(arguments),
        };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int Print<T>(T result)
    {
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static int Refuse(ReadOnlySpan<string> arguments)
    {
        Console.Error.WriteLine(
            $"unknown work '{string.Join(' ', arguments)}': use peak, products, kl COLUMNS, points REAL GENERATED COLUMNS, neighbours ROWS COLUMNS, train-step MODEL, sample MODEL or profile MODEL");
        return 2;
    }
}
