using System.Runtime.InteropServices;

namespace KubeApi.Benchmarks.Children;

/// <summary>The resource usage of the child processes of this process: pwsh loads it to measure its kubectl. For 64-bit Linux and macOS.</summary>
public static class ChildUsage
{
    private const int Children = -1;

    // struct rusage: seconds and microseconds of user and of system time, the largest resident set, and 13 unused numbers.
    private const int Numbers = 18;

    /// <summary>User and system time of all of them.</summary>
    public static double CpuSeconds
    {
        get
        {
            var usage = Read();
            return usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
        }
    }

    /// <summary>The resident set of the largest of them, bytes.</summary>
    public static long Peak => Read()[4] * (OperatingSystem.IsMacOS() ? 1 : 1024);

    private static long[] Read()
    {
        var usage = new long[Numbers];
        return GetUsage(Children, usage) == 0 ? usage : throw new InvalidOperationException("getrusage failed.");
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetUsage(int who, [Out] long[] usage);
}
