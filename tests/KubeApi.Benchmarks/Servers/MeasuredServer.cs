using System.Globalization;
using KubeApi.Benchmarks.Children;

namespace KubeApi.Benchmarks.Servers;

/// <summary>What is measured against.</summary>
/// <param name="Sandbox">Null for a cluster of the user's.</param>
/// <param name="Pods">How many pods it has; 0 where that is not known.</param>
/// <param name="Raw">The download that all else is compared with.</param>
internal sealed record MeasuredServer(SandboxProcess? Sandbox, int Pods, WorkSpec Raw)
{
    public string Title => Pods == 0 ? "all" : Pods.ToString("N0", CultureInfo.InvariantCulture);
}
