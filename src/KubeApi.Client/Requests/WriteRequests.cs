using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Requests;

/// <summary>Builds the requests that change objects. Sends nothing.</summary>
public static class WriteRequests
{
    /// <summary>Creates an object; the body has its name.</summary>
    public static ApiRequest Create(ApiResource resource, string? @namespace, ReadOnlyMemory<byte> body, WriteOptions options) =>
        resource.Namespaced && @namespace is null
            ? throw new ArgumentException($"'{resource.Name}' is namespaced: a namespace is required to create an object.", nameof(@namespace))
            : new(HttpMethod.Post, resource.PathOf(@namespace, null) + Query(options))
            {
                Accept = MediaTypes.ForObject(options.Representation),
                Body = body,
                RepeatSafety = Safety(options.DryRun),
                Target = Target("create", resource, @namespace, null, options),
            };

    /// <summary>Replaces an object.</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for a cluster-scoped type.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="body">The whole object.</param>
    /// <param name="hasVersion">Whether the body has the resourceVersion that it replaces, which makes the request idempotent.</param>
    /// <param name="options">The write options.</param>
    public static ApiRequest Replace(ApiResource resource, string? @namespace, string name, ReadOnlyMemory<byte> body, bool hasVersion, WriteOptions options) =>
        new(HttpMethod.Put, Path(resource, @namespace, name, options) + Query(options))
        {
            Accept = MediaTypes.ForObject(options.Representation),
            Body = body,
            RepeatSafety = Safety(hasVersion || options.DryRun),
            Target = Target("update", resource, @namespace, name, options),
        };

    /// <summary>Changes a part of an object.</summary>
    public static ApiRequest Patch(ApiResource resource, string? @namespace, string name, PatchType type, ReadOnlyMemory<byte> patch, WriteOptions options) =>
        Patch(resource, @namespace, name, type, patch, options, Query(options));

    /// <summary>Applies a manifest (server-side apply).</summary>
    /// <param name="resource">The resource type.</param>
    /// <param name="namespace">The namespace; null for a cluster-scoped type.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="body">The fields to own, with apiVersion and kind.</param>
    /// <param name="force">Whether to take over fields of other managers.</param>
    /// <param name="options">The write options, with a field manager.</param>
    public static ApiRequest Apply(ApiResource resource, string? @namespace, string name, ReadOnlyMemory<byte> body, bool force, WriteOptions options) =>
        Patch(resource, @namespace, name, PatchType.Apply, body, options, Query(options).Add("force", force)) with { RepeatSafety = RepeatSafety.Idempotent };

    /// <summary>Deletes an object.</summary>
    public static ApiRequest Delete(ApiResource resource, string? @namespace, string name, DeleteOptions options) =>
        new(HttpMethod.Delete, resource.PathOf(@namespace, name))
        {
            Body = JsonNodes.Write(Body(options)),
            RepeatSafety = Safety(options.Uid is not null || options.DryRun),
            Target = Target("delete", resource, @namespace, name, new WriteOptions()),
        };

    /// <summary>Evicts a pod: the server deletes it if the disruption budgets allow it; otherwise it responds with 429.</summary>
    public static ApiRequest Evict(string @namespace, string name, DeleteOptions options)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "policy/v1",
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
            ["deleteOptions"] = Body(options),
        };
        return new(HttpMethod.Post, PodRequests.Pods.PathOf(@namespace, name, "eviction"))
        {
            Body = JsonNodes.Write(body),
            RepeatSafety = Safety(options.Uid is not null || options.DryRun),
            Target = new RequestTarget("create", "pods/eviction", @namespace, name),
        };
    }

    private static JsonObject Body(DeleteOptions options)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (options.GracePeriodSeconds is { } seconds)
        {
            body["gracePeriodSeconds"] = seconds;
        }

        if (options.Propagation is { } propagation)
        {
            body["propagationPolicy"] = propagation;
        }

        if (options.Uid is { } uid)
        {
            body["preconditions"] = new JsonObject { ["uid"] = uid };
        }

        if (options.DryRun)
        {
            // In the body, not in the query: with a body, a server ignores the options in the query, and would delete.
            body["dryRun"] = new JsonArray("All");
        }

        return body;
    }

    private static ApiRequest Patch(
        ApiResource resource, string? @namespace, string name, PatchType type, ReadOnlyMemory<byte> patch, WriteOptions options, QueryString query) =>
        new(HttpMethod.Patch, Path(resource, @namespace, name, options) + query)
        {
            Accept = MediaTypes.ForObject(options.Representation),
            Body = patch,
            ContentType = type switch
            {
                PatchType.Strategic => MediaTypes.StrategicPatch,
                PatchType.Merge => MediaTypes.MergePatch,
                PatchType.Json => MediaTypes.JsonPatch,
                _ => MediaTypes.ApplyPatch,
            },
            RepeatSafety = Safety(options.DryRun),
            Target = Target("patch", resource, @namespace, name, options),
        };

    private static RepeatSafety Safety(bool isIdempotent) => isIdempotent ? RepeatSafety.Idempotent : RepeatSafety.Never;

    private static string Path(ApiResource resource, string? @namespace, string name, WriteOptions options) =>
        resource.PathOf(@namespace, name, options.Subresource);

    private static QueryString Query(WriteOptions options) => new QueryString()
        .Add("fieldManager", options.FieldManager)
        .Add("fieldValidation", options.FieldValidation)
        .Add("dryRun", options.DryRun ? "All" : null)
        .Add("includeObject", ResourceRequests.IncludeObject(options.Representation));

    private static RequestTarget Target(string verb, ApiResource resource, string? @namespace, string? name, WriteOptions options) =>
        ResourceRequests.Target(verb, resource, @namespace, name, options.Subresource);
}
