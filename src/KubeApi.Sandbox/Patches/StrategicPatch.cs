using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Patches;

/// <summary>
/// A merge patch that knows the schema: lists with a merge key are merged item by item, and directives (`$patch`, `$retainKeys`, `$setElementOrder/…`,
/// `$deleteFromPrimitiveList/…`) say what a plain merge cannot.
/// </summary>
internal sealed class StrategicPatch(JsonObject patch, Schema schema) : Patch
{
    private const string Directive = "$patch";
    private const string Retain = "$retainKeys";
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    public override bool ConvertsOutcome => true;

    public override JsonObject Apply(JsonObject current) => MergeMap(current, (JsonObject)patch.DeepClone(), schema);

    public override string Show(JsonObject patched) => GoText.Show(patch);

    private static JsonObject MergeMap(JsonObject current, JsonObject patch, Schema schema)
    {
        switch (patch.StringAt(Directive))
        {
            case "replace":
                return (JsonObject)Plain(patch)!;
            case "delete":
                return [];
            case not (null or "merge") and var other:
                throw StatusAnswers.UnmergeablePatch($"Unknown patch type found: {other}");
        }

        RetainKeys(current, patch);
        // Deletions and orders come also for lists that are not in the patch otherwise.
        var named = patch.Select(member => member.Key).Select(name => name.StartsWith(OrderPrefix, StringComparison.Ordinal) ? name[OrderPrefix.Length..]
            : name.StartsWith(DeletePrefix, StringComparison.Ordinal) ? name[DeletePrefix.Length..] : name);
        foreach (var name in named.Where(name => name is not (Directive or Retain)).Distinct().ToList())
        {
            var field = schema.Fields.GetValueOrDefault(name);
            var type = schema.Member(name) ?? Schema.Anything;
            var isSent = patch.TryGetPropertyValue(name, out var sent);
            var merges = field is not null && field.PatchStrategies.Contains("merge");
            switch (current[name], sent)
            {
                case (_, null) when isSent:
                    current.Remove(name);
                    break;
                case (JsonObject present, JsonObject change) when field is null || !field.PatchStrategies.Contains("replace"):
                    patch.Remove(name);
                    current[name] = MergeMap(present, change, type).DeepClone();
                    break;
                case (JsonArray present, JsonArray or null) when merges:
                    current[name] = MergeList(
                        present, sent as JsonArray ?? [], type, field!.PatchMergeKey, patch[OrderPrefix + name] as JsonArray, patch[DeletePrefix + name] as JsonArray);
                    break;
                case (_, not null):
                    current[name] = Plain(sent);
                    break;
            }
        }

        return current;
    }

    private static void RetainKeys(JsonObject current, JsonObject patch)
    {
        if (patch[Retain] is not JsonArray retained)
        {
            return;
        }

        var names = retained.Select(name => name?.ToString() ?? "").ToHashSet(StringComparer.Ordinal);
        if (patch.Any(member => member.Key != Retain && member.Key[0] != '$' && member.Value is not null && !names.Contains(member.Key)))
        {
            throw StatusAnswers.UnmergeablePatch("the $retainKeys list doesn't contain all present keys in the request");
        }

        foreach (var name in current.Select(member => member.Key).Where(name => !names.Contains(name)).ToList())
        {
            current.Remove(name);
        }
    }

    private static JsonArray MergeList(JsonArray current, JsonArray patch, Schema list, string? key, JsonArray? order, JsonArray? deleted)
    {
        var element = list.Element ?? Schema.Anything;
        if (patch.OfType<JsonObject>().Any(item => item.StringAt(Directive) == "replace"))
        {
            return [.. patch.Where(item => item is not JsonObject map || map.StringAt(Directive) != "replace").Select(Plain)];
        }

        var before = current.Select(item => Identity(item, key)).ToList();
        var merged = current.Select(item => item?.DeepClone()).ToList();
        if (deleted is not null)
        {
            merged.RemoveAll(item => deleted.Any(gone => JsonNode.DeepEquals(gone, item)));
        }

        foreach (var change in patch)
        {
            var identity = Identity(change, key);
            var index = merged.FindIndex(item => JsonNode.DeepEquals(Identity(item, key), identity));
            if (change is JsonObject map && map.StringAt(Directive) == "delete")
            {
                merged.RemoveAll(item => JsonNode.DeepEquals(Identity(item, key), identity));
            }
            else if (index < 0)
            {
                merged.Add(Plain(change));
            }
            else if (change is JsonObject member && merged[index] is JsonObject present)
            {
                merged[index] = MergeMap(present, (JsonObject)member.DeepClone(), element).DeepClone();
            }
        }

        return [.. order is null ? merged : Order(merged, key, before, order)];
    }

    // What the patch orders comes in that order; the others keep their place before the first ordered item that came after them.
    private static IEnumerable<JsonNode?> Order(List<JsonNode?> merged, string? key, List<JsonNode?> before, JsonArray order)
    {
        int Place(IEnumerable<JsonNode?> places, JsonNode? item) => places.ToList().FindIndex(place => JsonNode.DeepEquals(place, Identity(item, key)));
        var wanted = order.Select(item => Identity(item, key)).ToList();
        var ordered = new Queue<JsonNode?>(merged.Where(item => Place(wanted, item) >= 0).OrderBy(item => Place(wanted, item)));
        foreach (var other in merged.Where(item => Place(wanted, item) < 0))
        {
            var place = Place(before, other);
            while (ordered.TryPeek(out var next) && !(place >= 0 && Place(before, next) > place))
            {
                yield return ordered.Dequeue();
            }

            yield return other;
        }

        foreach (var rest in ordered)
        {
            yield return rest;
        }
    }

    private static JsonNode? Identity(JsonNode? item, string? key)
    {
        if (key is null || item is not JsonObject map)
        {
            return item;
        }

        return map[key] ?? throw StatusAnswers.UnmergeablePatch($"{GoText.Show(map)} does not contain declared merge key: {key}");
    }

    // New values come without directives and nulls.
    private static JsonNode? Plain(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Where(member => member.Value is not null && member.Key != Directive && member.Key != Retain
            && !member.Key.StartsWith(OrderPrefix, StringComparison.Ordinal) && !member.Key.StartsWith(DeletePrefix, StringComparison.Ordinal))
            .Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))),
        JsonArray list => new JsonArray([.. list.Where(item => item is not JsonObject map || map.StringAt(Directive) != "delete").Select(Plain)]),
        _ => value?.DeepClone(),
    };
}
