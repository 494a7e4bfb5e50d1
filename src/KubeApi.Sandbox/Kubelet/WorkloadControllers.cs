using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Streams;
using KubeApi.Sandbox.Workloads;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>The controllers of workloads, by priority: the kubelet runs first, so a controller counts many pods at once.</summary>
internal static class WorkloadControllers
{
    public static IReadOnlyList<IController> Of(
        ControllerServices services, ContainerRuntime containers, ContainerProcesses processes, NodePower power, TimeSpan pace) =>
    [
        new NodeController(services),
        new Scheduler(services),
        new PodAgent(services, containers, processes, power, pace),
        new ReplicaSetController(services, services.Catalog.Find("apps", "v1", "replicasets")!, "replicaset-controller"),
        new ReplicaSetController(services, services.Catalog.Find("", "v1", "replicationcontrollers")!, "replication-controller"),
        new StatefulSetController(services),
        new DaemonSetController(services),
        new JobController(services),
        new DeploymentController(services),
        new CronJobController(services),
        new EndpointController(services),
    ];
}
