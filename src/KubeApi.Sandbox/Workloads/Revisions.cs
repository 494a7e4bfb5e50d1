using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Workloads;

/// <summary>The ControllerRevisions of a StatefulSet or DaemonSet.</summary>
internal sealed class Revisions(ObjectStore store, ResourceCatalog catalog, ServiceWriter writer, OwnedObjects owned)
{
    public const string HashLabel = "controller-revision-hash";

    private readonly ResourceType _type = catalog.Find("apps", "v1", "controllerrevisions")!;

    /// <summary>Finds or creates the revision of the current template, and assigns it the highest number. Returns all revisions by number.</summary>
    /// <param name="owner">The owner, with kind and apiVersion.</param>
    /// <param name="label">The label that holds the hash.</param>
    public (string Name, string Hash, IReadOnlyList<JsonObject> All) Sync(StoredObject stored, JsonObject owner, string label)
    {
        var template = (JsonObject)owner.At("spec.template")!.DeepClone();
        template["$patch"] = "replace";
        var data = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } };
        var all = Read(stored);
        var last = all.Count == 0 ? 0 : all[^1].IntegerAt("revision") ?? 0;
        if (all.Find(revision => JsonNode.DeepEquals(revision["data"], data)) is { } known)
        {
            if (known != all[^1])
            {
                writer.Modify(_type, store.Get(_type, stored.Namespace, known.StringAt("metadata.name")!)!, value => value["revision"] = last + 1);
                all = Read(stored);
            }

            return (known.StringAt("metadata.name")!, HashOf(known, label), all);
        }

        var hash = TemplateHash.Of(data);
        var labels = (owner.At("spec.template.metadata.labels") as JsonObject)?.DeepClone() as JsonObject ?? [];
        labels[label] = hash;
        var created = writer.Create(_type, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{stored.Name}-{hash}",
                ["namespace"] = stored.Namespace,
                ["labels"] = labels,
                ["annotations"] = (owner.At("metadata.annotations") as JsonObject)?.DeepClone(),
                ["ownerReferences"] = new JsonArray(OwnedObjects.Reference(owner)),
            },
            ["data"] = data,
            ["revision"] = last + 1,
        });
        return (created.Name, hash, Read(stored));
    }

    /// <summary>Deletes the oldest revisions that no pod uses, beyond revisionHistoryLimit.</summary>
    public void CleanUp(StoredObject stored, JsonObject owner, string label, IEnumerable<string?> used)
    {
        var unused = Read(stored).Where(revision => !used.Contains(HashOf(revision, label)));
        foreach (var revision in unused.SkipLast((int)(owner.IntegerAt("spec.revisionHistoryLimit") ?? 10)).ToList())
        {
            writer.Delete(_type, store.Get(_type, stored.Namespace, revision.StringAt("metadata.name")!)!);
        }
    }

    private static string HashOf(JsonObject revision, string label) => (revision.At("metadata.labels") as JsonObject)?[label]?.ToString() ?? "";

    private List<JsonObject> Read(StoredObject stored) =>
        [.. owned.Of(_type, stored).Select(revision => Updater.WithKind(_type, revision)).OrderBy(revision => revision.IntegerAt("revision"))];
}
