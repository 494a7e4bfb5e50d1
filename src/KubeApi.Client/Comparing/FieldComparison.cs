using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;

namespace KubeApi.Client.Comparing;

/// <summary>
/// Compares two states of one object field by field. The keys of lists come from managedFields, where the server writes <c>k:{"name":"web"}</c> for an item
/// with keys; any other list is one value. Pure.
/// </summary>
public static partial class FieldComparison
{
    // The fields that the server sets on each write.
    private static readonly HashSet<string> s_ignored = ["metadata.managedFields", "metadata.resourceVersion", "metadata.generation"];

    /// <summary>The differences, in the order of the fields. A null is no value; a new object is one difference.</summary>
    /// <param name="before">The object before; null if there was none.</param>
    /// <param name="after">The object after.</param>
    /// <param name="withStatus">Whether to compare the status, too.</param>
    public static IReadOnlyList<FieldDifference> Between(JsonObject? before, JsonObject after, bool withStatus = false)
    {
        if (before is null)
        {
            return [new FieldDifference("", null, null, ObjectBody.ForWrite(after, withStatus))];
        }

        List<FieldDifference> found = [];
        CompareObjects("", before, after, [.. OwnedFields(before, isNow: true), .. OwnedFields(after, isNow: false)], found);
        return [.. found.Where(d => withStatus || !(d.Path == "status" || d.Path.StartsWith("status.", StringComparison.Ordinal)))];
    }

    /// <summary>
    /// The differences of two stored versions of an object, the status included. The manager of each is the one that changed it; of a removed field,
    /// its last owner.
    /// </summary>
    /// <param name="before">The earlier version.</param>
    /// <param name="after">The later version.</param>
    public static IReadOnlyList<FieldDifference> BetweenVersions(JsonObject before, JsonObject after)
    {
        var old = before["metadata"].Child("managedFields") as JsonArray ?? [];
        var entries = Entries(after).ToList();
        var changed = entries.Where(e => !old.Any(o => JsonNode.DeepEquals(o, e))).ToList();
        // Within one second a manager may write the same fields twice.
        changed = changed.Count > 0 ? changed : entries;
        var writes = changed.Select(e => new Owned($"{e["manager"]}", (JsonObject)e["fieldsV1"]!));
        List<FieldDifference> found = [];
        var former = Entries(before).Select(e => new Owned(null, (JsonObject)e["fieldsV1"]!) { Former = $"{e["manager"]}" });
        CompareObjects("", before, after, [.. former, .. OwnedFields(after, isNow: false), .. writes], found);
        return found;
    }

    private static void CompareObjects(string path, JsonObject before, JsonObject after, List<Owned> owned, List<FieldDifference> found)
    {
        foreach (var name in before.Select(p => p.Key).Union(after.Select(p => p.Key)))
        {
            var field = PlainName().IsMatch(name) ? path.Length == 0 ? name : $"{path}.{name}" : $"{path}[{name}]";
            if (!s_ignored.Contains(field))
            {
                Compare(field, name, before[name], after[name], [.. owned.Select(o => o.Within($"f:{name}")).OfType<Owned>()], found);
            }
        }
    }

    private static void Compare(string path, string? field, JsonNode? before, JsonNode? after, List<Owned> owned, List<FieldDifference> found)
    {
        if (before is JsonObject one && after is JsonObject other)
        {
            CompareObjects(path, one, other, owned, found);
        }
        else if (before is JsonArray some && after is JsonArray others && KeysOf(owned) is { } keys && ByKey(some, keys) is { } mine
            && ByKey(others, keys) is { } theirs)
        {
            CompareItems(path, field, mine, theirs, keys, owned, found);
        }
        else if (!JsonNode.DeepEquals(before, after))
        {
            found.Add(new FieldDifference(path, field, before, after) { Manager = ManagerOf(owned, isRemoved: after is null) });
        }
    }

    private static void CompareItems(
        string path, string? field, List<KeyValuePair<string, JsonObject>> before, List<KeyValuePair<string, JsonObject>> after, string[] keys,
        List<Owned> owned, List<FieldDifference> found)
    {
        foreach (var key in before.Concat(after).Select(i => i.Key).Distinct())
        {
            var fields = owned.SelectMany(
                o => o.Fields.Where(f => ItemKeys(f.Key) is { } item && KeyOf(item, keys) == key).Select(f => o.Within(f.Key))).OfType<Owned>();
            Compare($"{path}[{key}]", null, before.Find(i => i.Key == key).Value, after.Find(i => i.Key == key).Value, [.. fields], found);
        }

        // The order of containers is significant.
        var (kept, then) = (
            before.Select(i => i.Key).Intersect(after.Select(i => i.Key)).ToList(), after.Select(i => i.Key).Intersect(before.Select(i => i.Key)).ToList());
        if (!kept.SequenceEqual(then))
        {
            found.Add(new FieldDifference(path, field, Names(kept), Names(then)) { Manager = ManagerOf(owned) });
        }
    }

    private static JsonArray Names(List<string> keys) => new([.. keys.Select(k => (JsonNode)k)]);

    // The fields of each manager. An apply that would take over a field owns it only in the new object, so the field has no owner yet.
    private static IEnumerable<Owned> OwnedFields(JsonObject o, bool isNow) =>
        from entry in Entries(o)
        select new Owned(isNow ? entry["manager"]?.ToString() : null, (JsonObject)entry["fieldsV1"]!);

    private static IEnumerable<JsonObject> Entries(JsonObject o) =>
        (o["metadata"].Child("managedFields") as JsonArray ?? []).OfType<JsonObject>().Where(e => e["fieldsV1"] is JsonObject);

    // An empty set of fields is a value that is owned as a whole, or a map whose fields all have other owners.
    private static string? ManagerOf(List<Owned> owned, bool isRemoved = false)
    {
        var known = owned.Select(o => (Manager: isRemoved ? o.Former ?? o.Manager : o.Manager, o.IsInherited)).Where(o => o.Manager is not null).ToList();
        var managers = known.Where(o => !o.IsInherited || known.TrueForAll(k => k.IsInherited)).Select(o => o.Manager).Distinct().ToList();
        return managers.Count > 0 ? string.Join(", ", managers) : null;
    }

    private static string[]? KeysOf(List<Owned> owned) =>
        owned.SelectMany(o => o.Fields).Select(f => ItemKeys(f.Key)).FirstOrDefault(k => k is not null)?.Select(k => k.Key).ToArray();

    private static JsonObject? ItemKeys(string field) => field.StartsWith("k:{", StringComparison.Ordinal) ? JsonNode.Parse(field[2..]) as JsonObject : null;

    // Null if the items are not objects with unique keys.
    private static List<KeyValuePair<string, JsonObject>>? ByKey(JsonArray list, string[] keys)
    {
        var items = list.OfType<JsonObject>().Select(i => KeyValuePair.Create(KeyOf(i, keys), i)).ToList();
        return items.Count == list.Count && items.DistinctBy(i => i.Key).Count() == items.Count ? items : null;
    }

    private static string KeyOf(JsonObject item, string[] keys) => string.Join(',', keys.Where(k => item[k] is not null).Select(k => $"{k}={item[k]}"));

    /// <summary>A part of the fields that one manager owns, as a tree.</summary>
    /// <param name="Manager">The manager; null if it does not own them now.</param>
    /// <param name="Fields">The fields; empty for a value that is owned as a whole.</param>
    private sealed record Owned(string? Manager, JsonObject Fields)
    {
        /// <summary>The manager that owned them before; null if unknown.</summary>
        public string? Former { get; init; }

        /// <summary>Whether they are inside a value that is owned as a whole.</summary>
        public bool IsInherited { get; private init; }

        /// <summary>The owned part of a field; null for none.</summary>
        public Owned? Within(string field) =>
            Fields.Count == 0 ? this with { IsInherited = true } : Fields[field] is JsonObject inner ? this with { Fields = inner } : null;
    }

    [GeneratedRegex(@"^[A-Za-z_$][A-Za-z0-9_$-]*\z")]
    private static partial Regex PlainName();
}
