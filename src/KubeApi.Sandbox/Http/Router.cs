using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Metrics;
using KubeApi.Sandbox.OpenApi;
using KubeApi.Sandbox.Reviews;
using KubeApi.Sandbox.State;
using KubeApi.Sandbox.Verbs;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

/// <summary>Routes requests: paths to documents, resources to verbs.</summary>
internal sealed class Router(Cluster cluster)
{
    private readonly DiscoveryDocuments _discovery = new(cluster);
    private readonly OpenApiDocuments _openApi = new(cluster);
    private readonly ServerDocuments _server = new(cluster);
    private readonly FlowDocument _flow = new(cluster.Lists);
    private readonly StateDocument _state = new(cluster);
    private readonly FaultDocument _faults = new(cluster.Faults);
    private readonly DisturbanceDocument _disturbances = new(cluster);
    private readonly VirtualResources _virtual = new(cluster);
    private readonly MetricsVerb _metrics = new(cluster);
    private readonly BindingVerb _bindings = new(cluster);
    private readonly SubresourceVerbs _subresources = new(cluster);
    private readonly GetVerb _get = new(cluster);
    private readonly ListVerb _list = new(cluster);
    private readonly WatchVerb _watch = new(cluster);
    private readonly CreateVerb _create = new(cluster);
    private readonly ReplaceVerb _replace = new(cluster);
    private readonly PatchVerb _patch = new(cluster);
    private readonly DeleteVerb _delete = new(cluster);
    private readonly DeleteCollectionVerb _deleteCollection = new(cluster);

    public async Task HandleAsync(HttpContext context)
    {
        var api = context.Api();
        if (api.Info.IsResource && cluster.Catalog.HasVersion(api.Info.Group, api.Info.Version))
        {
            await HandleResourceAsync(api);
            return;
        }

        if (!await _discovery.TryHandleAsync(context) && !await _openApi.TryHandleAsync(context) && !await _server.TryHandleAsync(context)
            && !await _flow.TryHandleAsync(context) && !await _faults.TryHandleAsync(context) && !await _state.TryHandleAsync(context)
            && !await _disturbances.TryHandleAsync(context)
            && !await cluster.Tls.TryHandleAsync(context))
        {
            await ResponseWriter.TextAsync(context, 404, "404 page not found\n");
        }
    }

    private async Task HandleResourceAsync(ApiRequest api)
    {
        var info = api.Info;
        var type = cluster.Catalog.Find(info.Group, info.Version, info.Resource);
        if (type is null || !IsPlaced(type, info))
        {
            throw ApiErrors.UnknownResource();
        }

        try
        {
            await HandleAsync(api, type);
        }
        catch (StatusException exception) when (exception is { Status.Code: 406, IsAlwaysIndented: true })
        {
            throw MediaTypeErrors.NotAcceptable(type, info.Verb);
        }
    }

    private Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var info = api.Info;

        if (type.Rules.Deprecated is { } deprecated)
        {
            ResponseWriter.Warn(api.Http, deprecated);
        }

        if (type.Custom is { HasExpressions: true } rules && info.Verb is "create" or "update" or "patch")
        {
            ResponseWriter.Warn(api.Http, rules.ExpressionWarning);
        }

        if (info.Verb is "create" or "update" or "patch")
        {
            // An invalid dryRun is rejected first.
            _ = api.IsDryRun;
        }

        if (info.Subresource.Length > 0)
        {
            return _subresources.HandleAsync(api, type);
        }

        // A create names its object in the body, and everything else than create, list and watch names it in the path.
        var fits = info.Verb is "create" ? !info.IsNamed : info.Verb is not "update" and not "patch" || info.IsNamed;
        if (!fits || !type.Verbs.Contains(info.Verb) || HttpMethods.IsHead(api.Http.Request.Method))
        {
            throw ApiErrors.MethodNotAllowed();
        }

        if (type.Kind == "Binding" && type.Group.Length == 0)
        {
            return _bindings.HandleAsync(api);
        }

        if (type.Group == MetricsVerb.Group)
        {
            return _metrics.HandleAsync(api, type);
        }

        return type.Rules.IsStored ? VerbFor(info.Verb).HandleAsync(api, type) : _virtual.HandleAsync(api, type);
    }

    private IVerb VerbFor(string verb) => verb switch
    {
        "get" => _get,
        "list" => _list,
        "watch" => _watch,
        "create" => _create,
        "update" => _replace,
        "patch" => _patch,
        "delete" => _delete,
        "deletecollection" => _deleteCollection,
        _ => throw ApiErrors.MethodNotAllowed(),
    };

    // A namespaced object needs its namespace in the path, except for lists of all namespaces; a cluster-scoped one must have none.
    private static bool IsPlaced(ResourceType type, RequestInfo info)
    {
        if (info.HasMore && info.Subresource != "proxy")
        {
            return false;
        }

        if (!type.IsNamespaced)
        {
            return info.Namespace.Length == 0 || type.Resource == "namespaces";
        }

        if (info.Namespace.Length == 0 && info.Verb is "create" or "deletecollection" && !info.IsNamed)
        {
            throw ApiErrors.MethodNotAllowed();
        }

        return info.Namespace.Length > 0 || !info.IsNamed;
    }
}
