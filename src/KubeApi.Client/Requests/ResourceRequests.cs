using KubeApi.Client.Errors;

namespace KubeApi.Client.Requests;

/// <summary>Builds the requests for objects of a resource. Sends nothing.</summary>
public static class ResourceRequests
{
    /// <summary>Lists a resource, in one namespace or (with null) in all. A page that continues a list keeps the list's version.</summary>
    public static ApiRequest List(ApiResource resource, string? @namespace, ListOptions options, string? continueToken = null) =>
        new(HttpMethod.Get, resource.PathOf(@namespace, null) + new QueryString()
            .Add("labelSelector", options.LabelSelector)
            .Add("fieldSelector", options.FieldSelector)
            .Add("limit", options.PageSize > 0 ? options.PageSize : null)
            .Add("continue", continueToken)
            .Add("resourceVersion", continueToken is null ? options.ResourceVersion : null)
            .Add("resourceVersionMatch", continueToken is null ? Match(options) : null)
            .Add("includeObject", IncludeObject(options.Representation)))
        {
            Accept = MediaTypes.ForList(options.Representation),
            RepeatSafety = RepeatSafety.Safe,
            Target = Target("list", resource, @namespace, null, null),
        };

    /// <summary>Watches a resource from a version. If it is empty, the existing objects are sent first.</summary>
    public static ApiRequest Watch(ApiResource resource, string? @namespace, ListOptions options, string version, TimeSpan timeout) =>
        new(HttpMethod.Get, resource.PathOf(@namespace, null) + new QueryString()
            .Add("labelSelector", options.LabelSelector)
            .Add("fieldSelector", options.FieldSelector)
            .Add("resourceVersion", version.Length > 0 ? version : null)
            .Add("includeObject", IncludeObject(options.Representation))
            .Add("watch", "true")
            .Add("allowWatchBookmarks", "true")
            .Add("timeoutSeconds", (int)timeout.TotalSeconds))
        {
            // A watch returns single objects, in the form of single objects.
            Accept = MediaTypes.ForObject(options.Representation),
            RepeatSafety = RepeatSafety.Safe,
            IsLongRunning = true,
            RespondsAtOnce = true,
            Target = Target("watch", resource, @namespace, null, null),
        };

    /// <summary>Reads one object, or a subresource of it.</summary>
    public static ApiRequest Get(ApiResource resource, string? @namespace, string name, ListOptions options, string? subresource = null) =>
        new(HttpMethod.Get, resource.PathOf(@namespace, name, subresource)
            + new QueryString().Add("resourceVersion", options.ResourceVersion).Add("includeObject", IncludeObject(options.Representation)))
        {
            Accept = MediaTypes.ForObject(options.Representation),
            RepeatSafety = RepeatSafety.Safe,
            Target = Target("get", resource, @namespace, name, subresource),
            // A subresource has a kind of its own.
            Kind = subresource is null && resource.Kind.Length > 0 ? resource.Kind : null,
        };

    // A version without a match is exact with a limit, and a minimum without one (api-concepts, "Semantics for get and list").
    private static string? Match(ListOptions options) =>
        options.ResourceVersionMatch ?? (options.ResourceVersion is null or "0" ? null : "NotOlderThan");

    // By default, a row has only the object's metadata.
    internal static string? IncludeObject(Representation representation) => representation is Representation.Table ? "Object" : null;

    internal static RequestTarget Target(string verb, ApiResource resource, string? @namespace, string? name, string? subresource) =>
        new(verb, subresource is null ? resource.FullName : $"{resource.FullName}/{subresource}", resource.Namespaced ? @namespace : null, name);
}
