using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Workloads;

/// <summary>
/// The revisions of a workload: of a Deployment from its ReplicaSets, else from ControllerRevisions (kubectl's polymorphichelpers/history.go).
/// </summary>
public static class RolloutHistory
{
    private const string ChangeCause = "kubernetes.io/change-cause";

    /// <summary>Reads the revisions of a workload, oldest first.</summary>
    /// <param name="client">The server.</param>
    /// <param name="kind">Deployment, StatefulSet or DaemonSet.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="cancellationToken">Cancels the list.</param>
    /// <exception cref="KubeApiException">The revisions cannot be listed.</exception>
    public static async Task<IReadOnlyList<Revision>> ReadAsync(
        ApiClient client, string kind, JsonObject workload, CancellationToken cancellationToken)
    {
        var resource = ApiResource.Of("apps", "v1", kind == "Deployment" ? "replicasets" : "controllerrevisions", namespaced: true);
        var options = new ListOptions { LabelSelector = SelectorText.Of(workload["spec"].Child("selector") as JsonObject) };
        List<JsonObject> items = [];
        var @namespace = workload["metadata"].TextOrNull("namespace");
        await foreach (var item in ObjectReader.ListAsync(client, resource, @namespace, options, cancellationToken).ConfigureAwait(false))
        {
            if (JsonNodes.Parse(item.Json) is JsonObject revision)
            {
                items.Add(revision);
            }
        }

        return Of(workload, items);
    }

    /// <summary>The revisions of a workload among ReplicaSets or ControllerRevisions, oldest first. Pure.</summary>
    public static IReadOnlyList<Revision> Of(JsonObject workload, IEnumerable<JsonObject> items)
    {
        List<Revision> revisions = [.. items.Where(i => IsControlledBy(i, workload)).Select(ToRevision).OfType<Revision>().OrderBy(r => r.Number)];
        // The controller assigns the highest number to the revision that it rolls out.
        var current = workload["spec"].Child("template") is JsonObject template
            ? revisions.FindLastIndex(r => PodTemplate.AreEqual(r.Template, template)) : -1;
        return [.. revisions.Select((r, i) => r with { IsCurrent = i == current })];
    }

    /// <summary>The revision to restore. Pure.</summary>
    /// <param name="revisions">All revisions, oldest first.</param>
    /// <param name="number">The number of the revision; 0 for the one before the newest.</param>
    /// <param name="workload">The workload, for the message: <c>Deployment/web</c>.</param>
    /// <exception cref="KubeApiException">The revision does not exist; the message lists the existing ones.</exception>
    public static Revision Find(IReadOnlyList<Revision> revisions, long number, string workload)
    {
        if (number == 0 && revisions.Count > 1)
        {
            return revisions[^2];
        }

        var there = revisions.Count == 0 ? "It has no history." : $"It has: {string.Join(", ", revisions.Select(r => r.Number))}.";
        return revisions.FirstOrDefault(r => number != 0 && r.Number == number) ?? throw new KubeApiException(
            FailureKind.RevisionNotFound,
            number == 0 ? $"{workload} has no earlier revision to restore. {there}" : $"{workload} has no revision {number}. {there}");
    }

    private static Revision? ToRevision(JsonObject item)
    {
        var annotations = item["metadata"].Child("annotations");
        var cause = Text(annotations.Child(ChangeCause));
        if (item["data"] is JsonObject data)
        {
            return data["spec"].Child("template") is JsonObject patch
                ? new Revision(item.Number("revision") ?? 0, item, PodTemplate.Clean(patch), cause, false)
                : null;
        }

        // As in kubectl, a missing annotation counts as 0, and one that is not a number is skipped.
        return item["spec"].Child("template") is JsonObject template
            && long.TryParse(
                Text(annotations.Child("deployment.kubernetes.io/revision")) ?? "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out var number)
            ? new Revision(number, item, PodTemplate.Clean(template), cause ?? Text(template["metadata"].Child("annotations").Child(ChangeCause)), false)
            : null;
    }

    private static string? Text(JsonNode? node) => node?.ToString() is { Length: > 0 } text ? text : null;

    private static bool IsControlledBy(JsonObject item, JsonObject workload) =>
        (item["metadata"].Child("ownerReferences") as JsonArray ?? []).Any(
            o => o.IsTrue("controller") && o.Child("uid")?.ToString() == workload["metadata"].Child("uid")?.ToString());
}
