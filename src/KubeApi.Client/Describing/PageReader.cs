using System.Text.Json;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Describing;

/// <summary>Reads the content of a page: owners, dependents, related objects and events. A refused request becomes a note on the page.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="discovery">The server's resource types.</param>
public sealed class PageReader(ApiClient client, DiscoveryCache discovery)
{
    private const int MostOwners = 10;
    private const int MostEvents = 10;

    private static readonly ApiResource s_events = ApiResource.Of("", "v1", "events", namespaced: true);

    /// <summary>Reads the content of a page.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="o">The whole object.</param>
    /// <param name="withDependents">Whether to search the objects that it owns: a list of each resource type.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<PageContent> ReadAsync(ApiResource type, JsonElement o, bool withDependents, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.UtcNow;
        var owners = ReadOwnersAsync(o, cancellationToken);
        var related = new RelatedObjects(client, now).ReadAsync(type, o, cancellationToken);
        var events = ReadEventsAsync(type, o, now, cancellationToken);
        // Pods own nothing, and the pods of a node and the objects of a namespace are not owned by it.
        var dependents = withDependents && type is not { Group: "", Name: "pods" or "nodes" or "namespaces" or "events" }
            ? ReadDependentsAsync(type, o, cancellationToken) : null;
        return new PageContent(type, o)
        {
            Now = now,
            Owners = await owners.ConfigureAwait(false),
            Tables = [.. await related.ConfigureAwait(false), await events.ConfigureAwait(false)],
            Dependents = dependents is null ? null : await dependents.ConfigureAwait(false),
        };
    }

    private async Task<IReadOnlyList<string>> ReadOwnersAsync(JsonElement o, CancellationToken cancellationToken)
    {
        List<string> found = [];
        var @namespace = o.Child("metadata").TextOrNull("namespace");
        var level = o.Child("metadata").Items("ownerReferences").ToList();
        // Owners may own each other.
        HashSet<string> seen = [o.Child("metadata").Text("uid")];
        for (var depth = 0; level.Count > 0 && found.Count < MostOwners; depth++)
        {
            List<JsonElement> next = [];
            foreach (var owner in level.Where(r => seen.Add(r.Text("uid"))))
            {
                found.Add($"{new string(' ', 2 * depth)}{owner.Text("kind")}/{owner.Text("name")}{(owner.IsTrue("controller") ? " (controller)" : "")}");
                next.AddRange(await ReadReferencesAsync(owner, @namespace, cancellationToken).ConfigureAwait(false));
            }

            level = next;
        }

        return found;
    }

    private async Task<IEnumerable<JsonElement>> ReadReferencesAsync(JsonElement owner, string? @namespace, CancellationToken cancellationToken)
    {
        try
        {
            var type = await discovery.FindKindAsync(client, owner.Text("apiVersion"), owner.Text("kind"), cancellationToken).ConfigureAwait(false);
            var options = new ListOptions { Representation = Representation.Metadata };
            var request = ResourceRequests.Get(type, type.Namespaced ? @namespace : null, owner.Text("name"), options);
            var o = await client.SendForJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return o.Child("metadata").Items("ownerReferences");
        }
        catch (Exception e) when (e is KubeApiException or ArgumentException)
        {
            // The page shows the name alone, even if it is not a valid one.
            return [];
        }
    }

    private async Task<IReadOnlyList<(string Object, int Depth)>> ReadDependentsAsync(ApiResource type, JsonElement o, CancellationToken cancellationToken)
    {
        var @namespace = type.Namespaced ? o.Child("metadata").TextOrNull("namespace") : null;
        var catalog = await discovery.GetAsync(client, cancellationToken).ConfigureAwait(false);
        var owned = await OwnedObjects.ReadAsync(client, catalog, @namespace, cancellationToken).ConfigureAwait(false);
        List<(string, int)> found =
        [
            .. owned.Of(o.Child("metadata").Text("uid"), recurse: true).Select(d => (
                $"{d.Object.Type.Kind}/{d.Object.Name}{(d.Object.Namespace == @namespace ? "" : $" in namespace '{d.Object.Namespace}'")}", d.Depth)),
        ];
        if (owned.Failures.Count > 0)
        {
            found.Add(($"({owned.Failures.Count} resource types cannot be listed)", 1));
        }

        return found;
    }

    private async Task<PageTable> ReadEventsAsync(ApiResource type, JsonElement o, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string[] columns = ["Age", "Type", "Reason", "From", "Message"];
        var metadata = o.Child("metadata");
        // The kubelet's events of a node have its name for a uid. Events about cluster-scoped objects are in the default namespace or in kube-system.
        var selector = type is { Group: "", Name: "nodes" }
            ? $"involvedObject.kind=Node,involvedObject.name={FieldValue.Escape(metadata.Text("name"))}" : $"involvedObject.uid={metadata.Text("uid")}";
        try
        {
            List<JsonElement> events = [];
            var options = new ListOptions { FieldSelector = selector };
            await foreach (var item in ObjectReader.ListAsync(
                client, s_events, type.Namespaced ? metadata.TextOrNull("namespace") : null, options, cancellationToken).ConfigureAwait(false))
            {
                events.Add(JsonNodes.ParseElement(item.Json));
            }

            var rows = events.OrderBy(EventFields.LastSeen, StringComparer.Ordinal).TakeLast(MostEvents)
                .Select(e => (Row(e, now), e.Text("type") == "Warning")).ToList();
            var earlier = events.Count - rows.Count;
            return new PageTable("Events", columns, rows, rows.Count == 0 ? "none" : earlier > 0 ? $"and {earlier} earlier ones" : "");
        }
        catch (KubeApiException e)
        {
            return new PageTable("Events", columns, [], $"cannot be read: {e.Message}");
        }
    }

    private static string[] Row(JsonElement e, DateTimeOffset now)
    {
        var count = EventFields.Count(e);
        var (last, first) = (PageBuilder.AgeOf(EventFields.LastSeen(e), now), PageBuilder.AgeOf(EventFields.FirstSeen(e), now));
        var age = count > 1 ? $"{last} (x{count} over {first})" : last;
        var from = e.Child("source").TextOrNull("component") ?? e.Text("reportingComponent");
        var container = EventFields.Container(e.Child("involvedObject").Text("fieldPath")) is { } name ? $"{name}: " : "";
        return [age, e.Text("type"), e.Text("reason"), from, container + e.Text("message")];
    }
}
