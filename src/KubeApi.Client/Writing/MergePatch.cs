using System.Text.Json.Nodes;

namespace KubeApi.Client.Writing;

/// <summary>Creates the merge patch (RFC 7386) from one object to another. Pure.</summary>
public static class MergePatch
{
    /// <summary>The patch; empty if nothing differs. Arrays are replaced as a whole; a null in the second object removes the field.</summary>
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, _) in before)
        {
            if (after[name] is null && before[name] is not null)
            {
                patch[name] = null;
            }
        }

        foreach (var (name, value) in after)
        {
            if (value is null || JsonNode.DeepEquals(before[name], value))
            {
                continue;
            }

            if (before[name] is JsonObject mine && value is JsonObject theirs)
            {
                if (Between(mine, theirs) is { Count: > 0 } part)
                {
                    patch[name] = part;
                }
            }
            else
            {
                patch[name] = value.DeepClone();
            }
        }

        return patch;
    }
}
