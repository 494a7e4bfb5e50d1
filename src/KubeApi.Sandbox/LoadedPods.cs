using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox;

/// <summary>Many pods as a real server sends them, 5.7 kilobytes each, for benchmarks: most are running, some pending, failed or completed.</summary>
internal static class LoadedPods
{
    public const string Namespace = "load";

    public static void Fill(ObjectStore store, ResourceType type, int count)
    {
        var running = new PodTemplate("load/pod-running.template");
        var pending = new PodTemplate("load/pod-pending.template");
        var workload = new LoadedWorkload(0);
        store.Load(type, count, (index, version) =>
        {
            workload = index % LoadedWorkload.Replicas == 0 ? new LoadedWorkload(index) : workload;
            var phase = (index % 20) switch { 3 => "Pending", 11 => "Failed", 17 => "Succeeded", _ => "Running" };
            var name = string.Create(CultureInfo.InvariantCulture, $"web-867d965bf9-{index:d6}");
            return new LoadedPod(
                phase == "Pending" ? pending : running, type, Namespace, name, Guid.NewGuid().ToString(), version, phase, workload.NextPod());
        });
    }
}
