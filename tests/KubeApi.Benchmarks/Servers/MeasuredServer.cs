using System.Globalization;
using KubeApi.Benchmarks.Children;

namespace KubeApi.Benchmarks.Servers;

/// <summary>The server of the benchmarks.</summary>
/// <param name="Sandbox">Null for a cluster of the user.</param>
/// <param name="Pods">The number of its pods; 0 if unknown.</param>
/// <param name="Raw">The download that all others are compared with.</param>
internal sealed record MeasuredServer(SandboxProcess? Sandbox, int Pods, WorkSpec Raw)
{
    public string Title => Pods == 0 ? "all" : Pods.ToString("N0", CultureInfo.InvariantCulture);
}
