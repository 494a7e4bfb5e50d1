using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Patches;

/// <summary>
/// A merge patch that knows the schema: lists with a merge key are merged item by item, and directives (`$patch`, `$retainKeys`, `$setElementOrder/…`,
/// `$deleteFromPrimitiveList/…`) extend the merge. New items are added unchanged: a directive in one is an unknown field.
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
        if (patch.TryGetPropertyValue(Directive, out var directive))
        {
            switch (directive?.ToString())
            {
                case "replace":
                    patch.Remove(Directive);
                    return patch;
                case "delete":
                    return [];
                default:
                    throw UnknownDirective(directive, patch);
            }
        }

        RetainKeys(current, patch);
        foreach (var name in patch.Select(member => member.Key).Where(name => name.StartsWith(OrderPrefix, StringComparison.Ordinal)).ToList())
        {
            var given = Taken(patch, name);
            var order = given as JsonArray ?? throw NotAList(given);
            OrderList(current, patch, name[OrderPrefix.Length..], order, schema);
        }

        foreach (var key in patch.Select(member => member.Key).ToList())
        {
            var isDeletion = key.StartsWith(DeletePrefix, StringComparison.Ordinal);
            var name = isDeletion ? key[DeletePrefix.Length..] : key;
            var value = Taken(patch, key);
            switch (current[name], value)
            {
                case (_, null):
                    current.Remove(name);
                    break;
                case (JsonObject present, JsonObject change):
                    current[name] = Strategies(schema, name).Contains("replace")
                        ? change
                        : MergeMap(Detached(present), change, schema.Member(name) ?? Schema.Anything);
                    break;
                case (JsonArray present, JsonArray change) when isDeletion || Strategies(schema, name).Contains("merge"):
                    current[name] = MergeList(present, change, schema.Member(name), MergeKey(schema, name), isDeletion);
                    break;
                case (JsonArray, JsonArray change):
                    current[name] = change;
                    break;
                case var _ when !isDeletion:
                    if (HasDirective(value))
                    {
                        current.Remove(name);
                    }
                    else
                    {
                        current[name] = Plain(value);
                    }

                    break;
            }
        }

        return current;
    }

    private static void RetainKeys(JsonObject current, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(Retain, out var retained))
        {
            return;
        }

        patch.Remove(Retain);
        var names = (retained as JsonArray)?.Select(name => name?.ToString() ?? "").ToHashSet(StringComparer.Ordinal);
        if (names is null || patch.Any(member => member.Value is not null && !names.Contains(member.Key)
            && !member.Key.StartsWith(OrderPrefix, StringComparison.Ordinal) && !member.Key.StartsWith(DeletePrefix, StringComparison.Ordinal)))
        {
            throw ApiErrors.BadRequest("invalid patch format of retainKeys");
        }

        foreach (var name in current.Select(member => member.Key).Where(name => !names.Contains(name)).ToList())
        {
            current.Remove(name);
        }
    }

    // Merges a list that the patch orders as well, and puts it in that order.
    private static void OrderList(JsonObject current, JsonObject patch, string name, JsonArray order, Schema schema)
    {
        var key = MergeKey(schema, name);
        var (isThere, isSent) = (current.TryGetPropertyValue(name, out var present), patch.TryGetPropertyValue(name, out var sent));
        var before = isThere ? present as JsonArray ?? throw NotAList(present) : [];
        var change = isSent ? sent as JsonArray ?? throw NotAList(sent) : [];
        RequireOrder(change, order, key);
        if (!isThere && !isSent)
        {
            return;
        }

        var merged = !isSent ? before
            : !isThere ? (JsonArray)Plain(change)!
            : Strategies(schema, name).Contains("merge") ? MergeList(before, change, schema.Member(name), key, isDeletion: false)
            : (JsonArray)change.DeepClone();
        RequireOneType(before, change);
        current[name] = Order(merged, order, before, key);
        patch.Remove(name);
    }

    // The items of the patch must be in the order list, in that order.
    private static void RequireOrder(JsonArray change, JsonArray order, string? key)
    {
        if (order.Count == 0)
        {
            return;
        }

        var named = change.Where(item => !HasDirective(item)).ToList();
        var (next, place) = (0, 0);
        for (; next < named.Count && place < order.Count; place++)
        {
            if (JsonNode.DeepEquals(Identity(named[next], key), Identity(order[place], key)))
            {
                next++;
            }
        }

        if (next < named.Count)
        {
            throw ApiErrors.PassedOn(
                $"The order in patch list:\n{GoText.Show(change)}\n doesn't match $setElementOrder list:\n{GoText.Show(order)}\n");
        }
    }

    private static JsonArray MergeList(JsonArray current, JsonArray patch, Schema? list, string? key, bool isDeletion)
    {
        if (current.Count == 0 && patch.Count == 0)
        {
            return [];
        }

        RequireOneType(current, patch);
        if (current.Concat(patch).First() is not JsonObject)
        {
            return isDeletion
                ? Detached(current.Where(item => !Has(patch, item)))
                : Order(
                    Detached(current.Concat(patch).Aggregate(new List<JsonNode?>(), (all, item) => Has(all, item) ? all : [.. all, item])), patch, current,
                    key);
        }

        if (patch.OfType<JsonObject>().FirstOrDefault(
            item => item.ContainsKey(Directive) && item[Directive]?.ToString() is not ("delete" or "replace")) is { } unknown)
        {
            throw unknown[Directive]?.ToString() == "merge"
                ? ApiErrors.PassedOn("merging lists cannot yet be specified in the patch")
                : UnknownDirective(unknown[Directive], unknown);
        }

        var gone = patch.Where(item => item?[Directive]?.ToString() == "delete").Select(item => Identity(item, key)).ToList();
        var changes = Detached(patch.Where(item => !HasDirective(item)));
        if (patch.Any(item => item?[Directive]?.ToString() == "replace"))
        {
            return changes;
        }

        var before = Detached(current.Where(item => !Has(gone, Identity(item, key))));
        var merged = Detached(before);
        foreach (var change in changes)
        {
            var identity = Identity(change, key);
            var index = merged.ToList().FindIndex(item => JsonNode.DeepEquals(Identity(item, key), identity));
            if (index < 0)
            {
                merged.Add(change?.DeepClone());
            }
            else
            {
                merged[index] = MergeMap(Detached((JsonObject)merged[index]!), (JsonObject)change!.DeepClone(), list?.Element ?? Schema.Anything);
            }
        }

        return Order(merged, changes, before, key);
    }

    // Ordered items come in that order; each of the others stays before the first ordered item after it.
    private static JsonArray Order(JsonArray merged, JsonArray order, JsonArray before, string? key)
    {
        var wanted = order.Select(item => Identity(item, key)).ToList();
        var known = before.Select(item => Identity(item, key)).ToList();
        int Place(List<JsonNode?> places, JsonNode? item) => places.FindIndex(place => JsonNode.DeepEquals(place, Identity(item, key)));
        var ordered = new Queue<JsonNode?>(merged.Where(item => Place(wanted, item) >= 0).OrderBy(item => Place(wanted, item)));
        var result = new List<JsonNode?>();
        foreach (var other in merged.Where(item => Place(wanted, item) < 0).OrderBy(item => Place(known, item)))
        {
            var place = Place(known, other);
            while (ordered.TryPeek(out var next) && !(place >= 0 && Place(known, next) > place))
            {
                result.Add(ordered.Dequeue());
            }

            result.Add(other);
        }

        return Detached(result.Concat(ordered));
    }

    private static JsonNode? Identity(JsonNode? item, string? key)
    {
        if (key is null)
        {
            return item;
        }

        var map = item as JsonObject ?? throw ApiErrors.PassedOn($"expected a map[string]interface {{}}, but received a {GoText.TypeOf(item)}");
        return map.TryGetPropertyValue(key, out var value)
            ? value
            : throw ApiErrors.PassedOn($"map: {GoText.Show(map)} does not contain declared merge key: {key}");
    }

    private static void RequireOneType(JsonArray current, JsonArray patch)
    {
        var types = current.Concat(patch).Select(GoText.TypeOf).Distinct(StringComparer.Ordinal).ToList();
        if (types.Count != 1)
        {
            throw ApiErrors.PassedOn(types.Count == 0
                ? "no elements in any of the given slices"
                : $"list element types are not identical: [{GoText.Show(current)} {GoText.Show(patch)}]");
        }
    }

    private static bool Has(IEnumerable<JsonNode?> items, JsonNode? item) => items.Any(other => JsonNode.DeepEquals(other, item));

    private static bool HasDirective(JsonNode? value) => value is JsonObject map && map.ContainsKey(Directive);

    private static IReadOnlyList<string> Strategies(Schema schema, string name) => schema.Fields.GetValueOrDefault(name)?.PatchStrategies ?? [];

    private static string? MergeKey(Schema schema, string name) => schema.Fields.GetValueOrDefault(name)?.PatchMergeKey;

    private static StatusException NotAList(JsonNode? value) =>
        ApiErrors.PassedOn($"expected a []interface {{}}, but received a {GoText.TypeOf(value)}");

    private static StatusException UnknownDirective(JsonNode? directive, JsonObject patch) =>
        ApiErrors.PassedOn($"unknown patch type: {GoText.Show(directive)} in map: {GoText.Show(patch)}");

    // New values are added without nulls and directives.
    private static JsonNode? Plain(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.Where(member => member.Value is not null && !HasDirective(member.Value))
            .Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))),
        JsonArray list => new JsonArray([.. list.Where(item => !HasDirective(item)).Select(Plain)]),
        _ => value?.DeepClone(),
    };

    private static JsonNode? Taken(JsonObject map, string name)
    {
        var value = map[name];
        map.Remove(name);
        return value;
    }

    private static JsonObject Detached(JsonObject map) => (JsonObject)map.DeepClone();

    private static JsonArray Detached(IEnumerable<JsonNode?> items) => [.. items.Select(item => item?.DeepClone())];
}
