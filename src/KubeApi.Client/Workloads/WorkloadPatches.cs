using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;

namespace KubeApi.Client.Workloads;

/// <summary>The patches that kubectl sends for workloads (polymorphichelpers/objectrestarter.go and rollback.go). Pure.</summary>
public static class WorkloadPatches
{
    private const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    // What belongs to the Deployment, and not to one of its revisions.
    private static readonly string[] s_ownAnnotations =
    [
        ObjectBody.LastApplied, "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history",
        "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to",
    ];

    /// <summary>
    /// A strategic merge patch that makes new pods of the same template; null if that would change nothing, for it was done within the same second.
    /// </summary>
    public static JsonObject? Restart(JsonObject workload, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return workload["spec"]?["template"]?["metadata"]?["annotations"]?[RestartedAt]?.ToString() == time ? null : new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [RestartedAt] = time } } },
            },
        };
    }

    /// <summary>A merge patch of the scale subresource.</summary>
    /// <param name="replicas">How many there are to be.</param>
    /// <param name="resourceVersion">The version that it is for; null for any.</param>
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
    /// The patch that brings a revision back: of a ReplicaSet its template and its annotations, but for those that are the Deployment's own;
    /// a ControllerRevision holds a patch itself.
    /// </summary>
    public static (PatchType Type, JsonNode Patch) Rollback(JsonObject workload, Revision revision)
    {
        if (revision.Source["data"] is { } data)
        {
            return (PatchType.Strategic, data.DeepClone());
        }

        var own = workload["metadata"]?["annotations"] as JsonObject;
        var annotations = new JsonObject();
        foreach (var (name, value) in (own ?? []).Where(a => s_ownAnnotations.Contains(a.Key))
            .Concat((revision.Source["metadata"]?["annotations"] as JsonObject ?? []).Where(a => !s_ownAnnotations.Contains(a.Key))))
        {
            annotations[name] = value?.DeepClone();
        }

        // kubectl replaces the annotations also where there are none, which the server refuses.
        return (PatchType.Json, new JsonArray(
            new JsonObject
            {
                ["op"] = "replace",
                ["path"] = "/spec/template",
                ["value"] = PodTemplate.WithoutHash(
                (JsonObject)revision.Source["spec"]!["template"]!)
            },
            new JsonObject { ["op"] = own is null ? "add" : "replace", ["path"] = "/metadata/annotations", ["value"] = annotations }));
    }
}
