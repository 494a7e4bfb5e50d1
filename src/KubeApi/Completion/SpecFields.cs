namespace KubeApi.Completion;

/// <summary>The fields of an object's spec, for <see cref="ObjectFields"/>.</summary>
#pragma warning disable CS0649 // Never assigned: only the names count.
internal sealed class SpecFields
{
    public object? accessModes, activeDeadlineSeconds, affinity, backoffLimit, capacity, clusterIP, completions, containers, ephemeralContainers,
        externalIPs, hostNetwork, hostname, imagePullSecrets, ingressClassName, initContainers, jobTemplate, loadBalancerIP, maxReplicas,
        minReplicas, nodeName, nodeSelector, parallelism, paused, podCIDR, ports, priorityClassName, providerID, replicas, resources,
        restartPolicy, revisionHistoryLimit, rules, scaleTargetRef, schedule, schedulerName, securityContext, selector, serviceAccountName,
        serviceName, storageClassName, strategy, suspend, taints, template, terminationGracePeriodSeconds, tls, tolerations, type,
        unschedulable, updateStrategy, volumeClaimTemplates, volumeName, volumes;
}
