using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;

namespace KubeApi.Client.Comparing;

/// <summary>Masks the values of a Secret but keeps their differences visible. Pure.</summary>
public static class SecretMask
{
    /// <summary>Returns both states with <c>*** (before)</c> and <c>*** (after)</c> for values that differ, and <c>***</c> for the others.</summary>
    /// <param name="before">The Secret before; null if there was none.</param>
    /// <param name="after">The Secret after.</param>
    public static (JsonObject? Before, JsonObject After) Mask(JsonObject? before, JsonObject after)
    {
        var (one, other) = ((JsonObject?)before?.DeepClone(), (JsonObject)after.DeepClone());
        foreach (var field in new[] { "data", "stringData" })
        {
            Mask(one?[field] as JsonObject, other[field] as JsonObject, _ => true);
        }

        // The annotation repeats the values.
        Mask(
            one.Child("metadata").Child("annotations") as JsonObject, other["metadata"].Child("annotations") as JsonObject,
            name => name == ObjectBody.LastApplied);
        return (one, other);
    }

    private static void Mask(JsonObject? before, JsonObject? after, Func<string, bool> isSecret)
    {
        var names = (before ?? []).Concat(after ?? []).Select(p => p.Key).Distinct().Where(isSecret).ToList();
        foreach (var name in names)
        {
            var isSame = before is not null && after is not null && before.ContainsKey(name) && after.ContainsKey(name)
                && JsonNode.DeepEquals(before[name], after[name]);
            Put(before, name, isSame ? "***" : "*** (before)");
            Put(after, name, isSame ? "***" : "*** (after)");
        }
    }

    private static void Put(JsonObject? values, string name, string mask)
    {
        if (values?.ContainsKey(name) == true)
        {
            values[name] = mask;
        }
    }
}
