using System.Globalization;
using BenchmarkDotNet.Running;
using DualScale.Benchmarks;
using DualScale.Benchmarks.Untuned;

if (args is ["timing", .. var work])
{
    return Timing.Run(work);
}

if (args is ["untuned", .. var settings])
{
    return UntunedEvaluation.Run(seeds: Setting(0, 3), steps: Setting(1, 5000));

    int Setting(int place, int otherwise) =>
        place < settings.Length ? int.Parse(settings[place], CultureInfo.InvariantCulture) : otherwise;
}

BenchmarkSwitcher.FromAssembly(typeof(PeakFlops).Assembly).Run(args);
return 0;
