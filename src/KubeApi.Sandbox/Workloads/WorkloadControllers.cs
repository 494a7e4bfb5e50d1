using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Kubelet;

namespace KubeApi.Sandbox.Workloads;

/// <summary>The controllers of workloads, by priority: the kubelet goes first, so that a controller counts many pods at once.</summary>
internal static class WorkloadControllers
{
    public static IReadOnlyList<IController> Of(Cluster cluster) =>
    [
        new NodeController(cluster),
        new Scheduler(cluster),
        new PodAgent(cluster),
        new ReplicaSetController(cluster, cluster.Catalog.Find("apps", "v1", "replicasets")!, "replicaset-controller"),
        new ReplicaSetController(cluster, cluster.Catalog.Find("", "v1", "replicationcontrollers")!, "replication-controller"),
        new StatefulSetController(cluster),
        new DaemonSetController(cluster),
        new JobController(cluster),
        new DeploymentController(cluster),
        new CronJobController(cluster),
        new EndpointController(cluster),
    ];
}
