using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;

namespace KubeApi.Client.Workloads;

/// <summary>The patches that kubectl sends for workloads (polymorphichelpers/objectrestarter.go and rollback.go). Pure.</summary>
public static class WorkloadPatches
{
    private const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    // Annotations of the Deployment itself, not of a revision.
    private static readonly string[] s_ownAnnotations =
    [
        ObjectBody.LastApplied, "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history",
        "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to",
    ];

    /// <summary>
    /// A strategic merge patch that restarts the pods of a template; null if the template was restarted within the same second, so that nothing would change.
    /// </summary>
    public static JsonObject? Restart(JsonObject workload, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return workload["spec"].Child("template").Child("metadata").Child("annotations").Child(RestartedAt)?.ToString() == time ? null : new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [RestartedAt] = time } } },
            },
        };
    }

    /// <summary>A merge patch of the scale subresource.</summary>
    /// <param name="replicas">The desired number of replicas.</param>
    /// <param name="resourceVersion">The required resource version; null for any.</param>
    public static JsonObject Scale(int replicas, string? resourceVersion)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } };
        if (resourceVersion is not null)
        {
            patch["metadata"] = new JsonObject { ["resourceVersion"] = resourceVersion };
        }

        return patch;
    }

    /// <summary>
    /// The patch that restores a revision: the template and the annotations of a ReplicaSet, except the Deployment's own; a ControllerRevision contains a
    /// patch.
    /// </summary>
    public static (PatchType Type, JsonNode Patch) Rollback(JsonObject workload, Revision revision)
    {
        if (revision.Source["data"] is { } data)
        {
            return (PatchType.Strategic, data.DeepClone());
        }

        var own = workload["metadata"].Child("annotations") as JsonObject;
        var annotations = new JsonObject();
        foreach (var (name, value) in (own ?? []).Where(a => s_ownAnnotations.Contains(a.Key))
            .Concat((revision.Source["metadata"].Child("annotations") as JsonObject ?? []).Where(a => !s_ownAnnotations.Contains(a.Key))))
        {
            annotations[name] = value?.DeepClone();
        }

        // kubectl always replaces the annotations, which the server rejects if there are none.
        return (PatchType.Json, new JsonArray(
            new JsonObject
            {
                ["op"] = "replace",
                ["path"] = "/spec/template",
                ["value"] = PodTemplate.WithoutHash((JsonObject)revision.Source["spec"].Child("template")!),
            },
            new JsonObject { ["op"] = own is null ? "add" : "replace", ["path"] = "/metadata/annotations", ["value"] = annotations }));
    }
}
