using BenchmarkDotNet.Running;
using DualScale.Benchmarks;

if (args is ["timing", .. var work])
{
    return Timing.Run(work);
}

BenchmarkSwitcher.FromAssembly(typeof(PeakFlops).Assembly).Run(args);
return 0;
