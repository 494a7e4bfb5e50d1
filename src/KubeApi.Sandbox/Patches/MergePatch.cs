using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Patches;

/// <summary>RFC 7386: objects merge, null removes, everything else replaces.</summary>
internal sealed class MergePatch(JsonObject patch) : Patch
{
    public override JsonObject Apply(JsonObject current)
    {
        Merge(current, patch);
        return current;
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
                // Nulls inside of a new object remove nothing, but must not stay either.
                if (target[name] is not JsonObject child)
                {
                    target[name] = child = [];
                }

                Merge(child, nested);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }
}
