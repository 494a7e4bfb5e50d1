using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Patches;

/// <summary>RFC 7386: objects merge, null removes, everything else replaces.</summary>
internal sealed class MergePatch(JsonObject patch) : Patch
{
    public override JsonObject Apply(JsonObject current)
    {
        Merge(current, patch);
        return current;
    }

    /// <summary>The server decodes only the patched parts of the object, and writes those sorted by key.</summary>
    public override string Show(JsonObject patched)
    {
        var shown = (JsonObject)patched.DeepClone();
        Sort(shown, patch);
        return base.Show(shown);
    }

    private static void Sort(JsonObject shown, JsonObject patch)
    {
        MapOrder.SortMembers(shown);
        foreach (var (name, value) in patch)
        {
            if (shown[name] is JsonObject child && value is JsonObject nested)
            {
                Sort(child, nested);
            }
        }
    }

    // Nulls are removed from objects in new lists, too, but not from lists.
    private static void Prune(JsonNode? value)
    {
        foreach (var (name, member) in (value as JsonObject)?.ToList() ?? [])
        {
            if (member is null)
            {
                ((JsonObject)value!).Remove(name);
            }

            Prune(member);
        }

        foreach (var item in value as JsonArray ?? [])
        {
            Prune(item);
        }
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject nested)
            {
                // Nulls in a new object are dropped.
                if (target[name] is not JsonObject child)
                {
                    target[name] = child = [];
                }

                Merge(child, nested);
            }
            else
            {
                target[name] = value.DeepClone();
                Prune(target[name]);
            }
        }
    }
}
