using System.Text.Json;
using KubeApi.Client.Json;
using static KubeApi.Client.Workloads.StatusFields;

namespace KubeApi.Client.Workloads;

/// <summary>
/// Computes the state of an object of any kind from its own fields, by the rules of kstatus: the generation that its controller has observed, the
/// conditions Reconciling and Stalled, and the rule of its kind or the condition Ready. An object without any of these is current.
/// Differences from kstatus: a Job is current when it is complete (not while it runs); a failed Pod has failed (it is not current), and so has a Pod with an
/// init container in a crash loop, or with a container that failed four times and is between two runs; a Service of the type LoadBalancer needs an address;
/// and Namespaces and APIServices have rules.
/// </summary>
public static class ObjectReadiness
{
    /// <summary>Computes an object's state.</summary>
    /// <param name="o">The whole object, with apiVersion and kind.</param>
    /// <param name="now">The time, for how long a pod has waited for a node.</param>
    public static ObjectStatus Of(JsonElement o, DateTimeOffset now) => Of(o, Group(o), o.Text("kind"), now);

    /// <summary>Computes an object's state.</summary>
    /// <param name="o">The whole object; an item of a list has no apiVersion and kind.</param>
    /// <param name="group">Its API group; empty for the core group.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="now">The time, for how long a pod has waited for a node.</param>
    public static ObjectStatus Of(JsonElement o, string group, string kind, DateTimeOffset now)
    {
        var conditions = Condition.AllOf(o);
        return Generic(o, conditions) ?? (group, kind) switch
        {
            ("", "Pod") => WorkloadReadiness.Pod(o, conditions, now),
            ("", "PersistentVolumeClaim") => Phase(o, kind, "Bound"),
            ("", "Service") => Service(o),
            ("", "Namespace") => Phase(o, kind, "Active"),
            ("apps", "Deployment") => WorkloadReadiness.Deployment(o, conditions),
            ("apps", "StatefulSet") => WorkloadReadiness.StatefulSet(o),
            ("apps", "DaemonSet") => WorkloadReadiness.DaemonSet(o),
            ("apps", "ReplicaSet") => WorkloadReadiness.ReplicaSet(o, conditions),
            ("batch", "Job") => WorkloadReadiness.Job(o, conditions),
            ("apiextensions.k8s.io", "CustomResourceDefinition") => Definition(conditions),
            ("apiregistration.k8s.io", "APIService") =>
                ByCondition(conditions, "Available") ?? ObjectStatus.Waiting("NotAvailable", "The API is not available yet"),
            _ => ByCondition(conditions, "Ready") ?? ObjectStatus.Ready("Resource is current"),
        };
    }

    /// <summary>Whether an object's status changes no more: a Pod or a Job that has ended.</summary>
    /// <param name="o">The whole object.</param>
    /// <param name="group">Its API group; empty for the core group.</param>
    /// <param name="kind">Its kind.</param>
    public static bool IsFinal(JsonElement o, string group, string kind) => (group, kind) switch
    {
        ("", "Pod") => o.Child("status").Text("phase") is "Succeeded" or "Failed",
        ("batch", "Job") => Condition.AllOf(o).Any(c => c is { IsTrue: true, Type: "Complete" or "Failed" }),
        _ => false,
    };

    private static ObjectStatus? Generic(JsonElement o, IReadOnlyList<Condition> conditions)
    {
        if (o.Child("metadata").Text("deletionTimestamp").Length > 0)
        {
            return new ObjectStatus(ObjectState.Terminating, "Terminating", "Resource scheduled for deletion");
        }

        var (generation, observed) = (Count(o, "metadata", "generation"), Count(o, "status", "observedGeneration"));
        if (generation is not null && observed is not null && observed != generation)
        {
            return ObjectStatus.Waiting(
                "LatestGenerationNotObserved", $"Generation is {generation}, but the latest observed generation is {observed}");
        }

        foreach (var condition in conditions.Where(c => c.IsTrue))
        {
            switch (condition.Type)
            {
                case "Reconciling":
                    return ObjectStatus.Waiting(condition.Reason, condition.Message);
                case "Stalled":
                    return ObjectStatus.Failed(condition.Reason, condition.Message);
            }
        }

        return null;
    }

    private static ObjectStatus Service(JsonElement o) =>
        o.Child("spec").Text("type") != "LoadBalancer" ? ObjectStatus.Ready("Service is ready")
        : o.Child("spec").Text("clusterIP").Length == 0 ? ObjectStatus.Waiting("NoIPAssigned", "ClusterIP not set. Service type: LoadBalancer")
        : o.Child("status").Child("loadBalancer").Items("ingress").Any() ? ObjectStatus.Ready("Service is ready")
        : ObjectStatus.Waiting("NoIngress", "The load balancer has no address yet");

    private static ObjectStatus Definition(IReadOnlyList<Condition> conditions)
    {
        foreach (var condition in conditions)
        {
            switch (condition)
            {
                case { Type: "NamesAccepted", IsFalse: true }:
                case { Type: "Established", IsFalse: true, Reason: not "Installing" }:
                    return ObjectStatus.Failed(condition.Reason, condition.Message);
                case { Type: "Established", IsTrue: true }:
                    return ObjectStatus.Ready("CRD is established");
            }
        }

        return ObjectStatus.Waiting("Installing", "Install in progress");
    }

    private static ObjectStatus Phase(JsonElement o, string kind, string wanted)
    {
        var phase = Or(o.Child("status").Text("phase"), "unknown");
        return phase == wanted ? ObjectStatus.Ready($"{kind} is {wanted}") : ObjectStatus.Waiting($"Not{wanted}", $"{kind} is not {wanted}. Phase: {phase}");
    }

    private static ObjectStatus? ByCondition(IReadOnlyList<Condition> conditions, string type) => Find(conditions, type) switch
    {
        null => null,
        { IsTrue: true } => ObjectStatus.Ready($"Resource is {type}"),
        { } condition => ObjectStatus.Waiting(condition.Reason, condition.Message),
    };

    private static string Group(JsonElement o) => o.Text("apiVersion").Split('/') is [var group, _] ? group : "";
}
