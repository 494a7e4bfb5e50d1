using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>Merges an applied object into the existing one: maps and keyed lists are merged, everything else is replaced.</summary>
internal static class Merger
{
    public static JsonObject Merge(JsonObject live, JsonObject applied, Schema schema) =>
        (JsonObject?)Merge(new Side(live), new Side(applied), schema).Value ?? [];

    private static Side Merge(Side live, Side applied, Schema schema)
    {
        schema = schema.For((applied.IsPresent ? applied : live).Value);
        if (schema.IsAtomic || schema.Shape == SchemaShape.Scalar || (live.IsEmpty && applied.IsEmpty))
        {
            return Copy(applied.IsPresent ? applied : live);
        }

        if (schema.Shape == SchemaShape.List)
        {
            var items = MergeItems(live.Value as JsonArray ?? [], applied.Value as JsonArray ?? [], schema);
            return items.Count == 0 ? default : new Side(items);
        }

        var merged = new JsonObject();
        var (left, right) = (live.Value as JsonObject ?? [], applied.Value as JsonObject ?? []);
        foreach (var name in left.Select(member => member.Key).Union(right.Select(member => member.Key)))
        {
            if (Merge(Side.Of(left, name), Side.Of(right, name), schema.Member(name) ?? Schema.Anything) is { IsPresent: true } member)
            {
                merged[name] = member.Value;
            }
        }

        return merged.Count == 0 ? default : new Side(merged);
    }

    // The applied items keep the applied order; the others keep their place between them as far as possible.
    private static JsonArray MergeItems(JsonArray live, JsonArray applied, Schema list)
    {
        var lefts = live.Select(item => (Step: ListItems.Identify(list, item), Item: item)).ToList();
        var rights = applied.Select(item => (Step: ListItems.Identify(list, item), Item: item)).ToList();
        var inLive = lefts.Select(left => left.Step).ToHashSet();
        var inApplied = rights.Select(right => right.Step).ToHashSet();
        var shared = new Queue<PathElement>(rights.Select(right => right.Step).Where(inLive.Contains));
        var done = new HashSet<PathElement>();
        var merged = new JsonArray();
        for (var (l, r) = (0, 0); l < lefts.Count || r < rights.Count;)
        {
            if (l < lefts.Count && !inApplied.Contains(lefts[l].Step))
            {
                merged.Add(lefts[l++].Item?.DeepClone());
                continue;
            }

            var isSame = l < lefts.Count && r < rights.Count && lefts[l].Step.Equals(rights[r].Step);
            if (!isSame && l < lefts.Count && r < rights.Count && shared.TryPeek(out var next) && !next.Equals(lefts[l].Step))
            {
                // The item is handled with the applied items.
                l++;
                continue;
            }

            if (l < lefts.Count && (isSame || done.Contains(lefts[l].Step)))
            {
                l++;
            }

            if (r < rights.Count)
            {
                var (step, item) = rights[r++];
                // Items with the same identity are not merged.
                var before = lefts.Where(left => left.Step.Equals(step)).Select(left => left.Item).ToList();
                merged.Add(Merge(before.Count == 1 ? new Side(before[0]) : default, new Side(item), list.Element!).Value);
                done.Add(step);
                if (shared.TryPeek(out var expected) && expected.Equals(step))
                {
                    shared.Dequeue();
                }
            }
        }

        return merged;
    }

    private static Side Copy(Side side) => side with { Value = side.Value?.DeepClone() };
}
