using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Client.Writing;

/// <summary>
/// Moves the ownership of fields from updates to applies, as client-go's <c>util/csaupgrade</c> does: otherwise an apply would conflict with earlier creates
/// and patches of the same manager, or with client-side <c>kubectl apply</c>, and would not remove dropped fields. Pure.
/// </summary>
public static class OwnershipMigration
{
    /// <summary>The manager of client-side <c>kubectl apply</c>.</summary>
    public const string KubectlApply = "kubectl-client-side-apply";

    /// <summary>The JSON patch that moves the ownership; null if there is nothing to move. It fails if the object has changed since.</summary>
    /// <param name="metadata">The object's metadata, with managedFields.</param>
    /// <param name="manager">The field manager that is going to apply.</param>
    /// <param name="subresource">The subresource that is going to be applied to; null for the object itself.</param>
    public static byte[]? Patch(JsonObject metadata, string manager, string? subresource = null)
    {
        if (metadata["managedFields"] is not JsonArray before || !Movable(before, manager, subresource).Any())
        {
            return null;
        }

        var entries = before.OfType<JsonObject>().Select(e => (JsonObject)e.DeepClone()).ToList();
        foreach (var source in new[] { manager, KubectlApply }.Distinct())
        {
            Move(entries, source, manager, subresource);
        }

        return JsonNodes.Write(new JsonArray(
            Replace("/metadata/managedFields", new JsonArray([.. entries])),
            Replace("/metadata/resourceVersion", metadata["resourceVersion"]?.DeepClone())));
    }

    /// <summary>Whether an apply's conflict is with fields that <see cref="Patch"/> would move.</summary>
    public static bool IsMovable(string conflictingManager, string manager) => conflictingManager == manager || conflictingManager == KubectlApply;

    /// <summary>The entries of managedFields that <see cref="Patch"/> would move.</summary>
    internal static IEnumerable<JsonObject> Movable(IEnumerable<JsonNode?> entries, string manager, string? subresource) =>
        entries.OfType<JsonObject>().Where(e => Is(e, "Update", manager, subresource) || Is(e, "Update", KubectlApply, subresource));

    private static void Move(List<JsonObject> entries, string source, string manager, string? subresource)
    {
        // The newest entry comes first.
        var target = entries.Find(e => Is(e, "Apply", manager, subresource));
        if (target is null)
        {
            target = entries.Find(e => Is(e, "Update", source, subresource));
            if (target is null)
            {
                return;
            }

            target["manager"] = manager;
            target["operation"] = "Apply";
        }

        // Fields of another version cannot be merged; their Update entry is dropped.
        if (entries.Find(e => Is(e, "Update", source, subresource) && Text(e, "apiVersion") == Text(target, "apiVersion")) is { } joined)
        {
            target["fieldsV1"] = Union(target["fieldsV1"] as JsonObject ?? [], joined["fieldsV1"] as JsonObject ?? []);
        }

        entries.RemoveAll(e => Is(e, "Update", source, subresource));
    }

    private static JsonObject Union(JsonObject one, JsonObject other)
    {
        var union = (JsonObject)one.DeepClone();
        foreach (var (name, fields) in other)
        {
            union[name] = union[name] is JsonObject mine && fields is JsonObject theirs ? Union(mine, theirs) : fields?.DeepClone();
        }

        return union;
    }

    private static JsonObject Replace(string path, JsonNode? value) => new() { ["op"] = "replace", ["path"] = path, ["value"] = value };

    private static bool Is(JsonObject entry, string operation, string manager, string? subresource) =>
        Text(entry, "operation") == operation && Text(entry, "manager") == manager && Text(entry, "subresource") == (subresource ?? "");

    private static string Text(JsonObject entry, string name) => $"{entry[name]}";
}
