namespace KubeApi.Completion;

/// <summary>The fields of an object's status, for <see cref="ObjectFields"/>.</summary>
#pragma warning disable CS0649 // Never assigned: only the names count.
internal sealed class StatusFields
{
    public object? active, addresses, allocatable, availableReplicas, capacity, completionTime, conditions, containerStatuses, currentReplicas,
        desiredReplicas, failed, hostIP, images, initContainerStatuses, lastScheduleTime, loadBalancer, message, nodeInfo,
        observedGeneration, phase, podIP, podIPs, qosClass, readyReplicas, reason, replicas, startTime, succeeded, unavailableReplicas,
        updatedReplicas;
}
