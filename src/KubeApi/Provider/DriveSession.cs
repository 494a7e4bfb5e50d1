using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Provider;

/// <summary>The session of a path, with the objects that the operations of a drive share: the run, the client, and the resource types.</summary>
internal sealed class DriveSession(PipelineRun pipeline, ProviderHost host, KubeApiSession session, Func<string, string> show)
{
    private static readonly ApiResource s_namespaces = ApiResource.Of("", "v1", "namespaces", false);

    public PipelineRun Pipeline => pipeline;

    public ProviderHost Host => host;

    public KubeApiSession Session => session;

    public SessionScope Scope { get; } = new(pipeline, [new SessionArgument(session)], requestTimeout: null, needsCurrent: false);

    public ApiClient Client => Scope.ClientOf(session);

    /// <summary>A path as users write it: <c>k8s:/api/v1</c>.</summary>
    public string Show(ResourcePath path) => show(path.ToString());

    /// <summary>The resource type of a path that is at or below a collection, or that names namespaces.</summary>
    /// <returns>
    /// The type, and the path. Below a collection of all namespaces, <c>NAMESPACE/NAME</c> names an object; the returned path is the object's own.
    /// </returns>
    /// <exception cref="Client.Errors.KubeApiException">The server has no such type, or the path has a namespace too few or too many.</exception>
    public (ApiResource Type, ResourcePath Path) Resolve(ResourcePath path)
    {
        var known = path.Resource is null ? s_namespaces : ApiResource.Of(path.Group!, path.Version!, path.Resource, false);
        var type = pipeline.Wait(session.Discovery.FindAsync(Client, known, pipeline.Stopped));
        if (path.Resource is null)
        {
            return (type, path);
        }

        if (!type.Namespaced && path.Namespace is not null)
        {
            throw DriveMessages.NotNamespaced(type, Show(path), Show(path with { Namespace = null }));
        }

        if (type.Namespaced && path is { Namespace: null, Name: { } scope })
        {
            path = path.Subresource is { } name
                ? path with { Level = PathLevel.Object, Namespace = scope, Name = name, Subresource = null }
                : throw DriveMessages.Namespaced(type, Show(path), Show(path with { Namespace = "NAMESPACE" }));
        }

        return (type, path);
    }

    /// <summary>The catalog of the server, if it has the group or version of a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="refresh">Whether to read it again in any case.</param>
    /// <exception cref="Client.Errors.KubeApiException">The server has no such group or version.</exception>
    public ApiCatalog RequireCatalog(ResourcePath path, bool refresh = false)
    {
        var wasCached = session.Discovery.Cached is not null && !refresh;
        var catalog = refresh ? Scope.Types.Refresh(session) : pipeline.Wait(session.Discovery.GetAsync(Client, pipeline.Stopped));
        return Has(catalog, path) ? catalog : wasCached ? RequireCatalog(path, refresh: true) : throw DriveMessages.NotFound(Show(path));
    }

    private static bool Has(ApiCatalog catalog, ResourcePath path) =>
        path.Group is null || catalog.Groups.Any(g => g.Name == path.Group && (path.Version is null || g.Versions.Contains(path.Version)));
}
