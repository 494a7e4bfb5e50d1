using KubeApi.Client.Errors;

namespace KubeApi.Client.Requests;

/// <summary>Builds the requests for objects of a resource. Sends nothing.</summary>
public static class ResourceRequests
{
    /// <summary>Lists a resource, in one namespace or (with null) everywhere.</summary>
    public static ApiRequest List(GroupVersionResource resource, string? @namespace, ListOptions options, string? continueToken = null) =>
        new(HttpMethod.Get, resource.Path(@namespace) + new QueryString()
            .Add("labelSelector", options.LabelSelector)
            .Add("fieldSelector", options.FieldSelector)
            .Add("limit", options.PageSize > 0 ? options.PageSize : null)
            .Add("continue", continueToken))
        {
            Target = Target("list", resource, @namespace, null),
        };

    /// <summary>Reads one object.</summary>
    public static ApiRequest Get(GroupVersionResource resource, string? @namespace, string name) =>
        new(HttpMethod.Get, resource.Path(@namespace, name))
        {
            Target = Target("get", resource, @namespace, name),
        };

    private static RequestTarget Target(string verb, GroupVersionResource resource, string? @namespace, string? name) =>
        new(verb, resource.FullName, resource.Namespaced ? @namespace : null, name);
}
