using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>A kubeconfig as JSON, to be written: one context, its cluster and its user, all of one name. Pure.</summary>
public static class KubeConfigDocument
{
    /// <summary>Creates a kubeconfig whose current context is its only one.</summary>
    /// <param name="name">The name of the context, the cluster and the user.</param>
    /// <param name="cluster">The cluster's fields.</param>
    /// <param name="user">The user's fields, which may be secret.</param>
    /// <param name="namespace">The context's namespace.</param>
    public static JsonObject Create(string name, JsonObject cluster, JsonObject user, string @namespace) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Config",
        ["clusters"] = new JsonArray(Entry(name, "cluster", cluster)),
        ["users"] = new JsonArray(Entry(name, "user", user)),
        ["contexts"] = new JsonArray(Entry(name, "context", new JsonObject { ["cluster"] = name, ["user"] = name, ["namespace"] = @namespace })),
        ["current-context"] = name,
    };

    /// <summary>
    /// Adds the entries of a kubeconfig to another one: entries of the same name are replaced, everything else stays, and so does the current context.
    /// </summary>
    /// <param name="existing">The kubeconfig that is changed.</param>
    /// <param name="added">A kubeconfig of <see cref="Create"/>.</param>
    /// <exception cref="KubeApiException">The existing file has a context or a cluster of that name that means something else.</exception>
    public static void Merge(JsonObject existing, JsonObject added)
    {
        var name = $"{added["current-context"]}";
        var cluster = Find(existing, "clusters", name).Child("cluster");
        var context = Find(existing, "contexts", name).Child("context");
        if ((cluster is not null && $"{cluster["server"]}" != $"{Find(added, "clusters", name)!["cluster"]!["server"]}")
            || (context is not null && ($"{context["cluster"]}" != name || $"{context["user"]}" != name)))
        {
            throw Invalid($"The kubeconfig already has a context or a cluster '{name}', with another server, cluster or user.")
                .WithRemedy(Remedy.ContextName);
        }

        existing["apiVersion"] ??= "v1";
        existing["kind"] ??= "Config";
        foreach (var list in new[] { "clusters", "users", "contexts" })
        {
            if (existing[list] is not JsonArray entries)
            {
                existing[list] = entries = [];
            }

            if (Find(existing, list, name) is { } old)
            {
                entries.Remove(old);
            }

            entries.Add(Find(added, list, name)!.DeepClone());
        }

        if ($"{existing["current-context"]}".Length == 0)
        {
            existing["current-context"] = name;
        }
    }

    private static JsonObject Entry(string name, string field, JsonObject value) => new() { ["name"] = name, [field] = value };

    private static JsonObject? Find(JsonObject config, string list, string name) =>
        (config[list] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(e => $"{e["name"]}" == name);
}
