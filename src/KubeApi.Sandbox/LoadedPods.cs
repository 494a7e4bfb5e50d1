using System.Globalization;
using KubeApi.Sandbox.State;

namespace KubeApi.Sandbox;

/// <summary>Many pods as a real server sends them, 5.7 kilobytes each, for benchmarks: most are running, some pending, failed or completed.</summary>
internal static class LoadedPods
{
    public const string Namespace = "load";

    public static void Fill(Cluster cluster, int count)
    {
        new StateLoader(cluster).Require(Namespace);
        var running = new PodTemplate("load/pod-running.template");
        var pending = new PodTemplate("load/pod-pending.template");
        var workload = new LoadedWorkload(0);
        cluster.Store.Load(cluster.Catalog.Pods, count, (index, version) =>
        {
            workload = index % LoadedWorkload.Replicas == 0 ? new LoadedWorkload(index) : workload;
            var phase = (index % 20) switch { 3 => "Pending", 11 => "Failed", 17 => "Succeeded", _ => "Running" };
            var name = string.Create(CultureInfo.InvariantCulture, $"web-867d965bf9-{index:d6}");
            return new LoadedPod(
                phase == "Pending" ? pending : running, cluster.Catalog.Pods, Namespace, name, Guid.NewGuid().ToString(), version, phase, workload.NextPod());
        });
    }
}
