namespace KubeApi.Benchmarks.Children;

/// <summary>One run of a piece of work, as measured by its process.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="FirstSeconds">Time to the first object, or to the first bytes.</param>
/// <param name="CpuSeconds">User and system time of the process.</param>
/// <param name="Allocated">Bytes.</param>
/// <param name="Peak">The largest resident set of the process so far, bytes.</param>
/// <param name="Received">Bytes from sockets; 0 if unknown.</param>
/// <param name="Body">Bytes of JSON; 0 if not counted.</param>
/// <param name="Items">The number of objects.</param>
/// <param name="ChildPeak">The largest resident set of a program that the process ran; 0 for none.</param>
internal sealed record Sample(
    double Seconds, double FirstSeconds, double CpuSeconds, long Allocated, long Peak, long Received, long Body, long Items, long ChildPeak = 0);
