using System.Diagnostics;
using System.Management.Automation;

namespace KubeApi.Benchmarks.Cmdlets;

/// <summary>The end of a measured pipeline: counts objects without keeping them, and records the time of the first one.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "BenchmarkItem")]
public sealed class MeasureItemCommand : Cmdlet
{
    private static long s_start;

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    internal static long Count { get; private set; }

    internal static double FirstSeconds { get; private set; }

    internal static void Begin() => (s_start, Count, FirstSeconds) = (Stopwatch.GetTimestamp(), 0, 0);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Count++ == 0)
        {
            FirstSeconds = Stopwatch.GetElapsedTime(s_start).TotalSeconds;
        }
    }
}
