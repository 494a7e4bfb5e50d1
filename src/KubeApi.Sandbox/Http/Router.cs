using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.OpenApi;
using KubeApi.Sandbox.Reviews;
using KubeApi.Sandbox.State;
using KubeApi.Sandbox.Verbs;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

/// <summary>Finds who answers: a document for paths, a verb for resources.</summary>
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

    public async Task AnswerAsync(HttpContext context)
    {
        var api = context.Api();
        if (api.Info.IsResource && cluster.Catalog.HasVersion(api.Info.Group, api.Info.Version))
        {
            await AnswerResourceAsync(api);
            return;
        }

        if (!await _discovery.TryAnswerAsync(context) && !await _openApi.TryAnswerAsync(context) && !await _server.TryAnswerAsync(context)
            && !await _flow.TryAnswerAsync(context) && !await _faults.TryAnswerAsync(context) && !await _state.TryAnswerAsync(context)
            && !await _disturbances.TryAnswerAsync(context)
            && !await cluster.Tls.TryAnswerAsync(context))
        {
            await Answer.TextAsync(context, 404, "404 page not found\n");
        }
    }

    private async Task AnswerResourceAsync(ApiRequest api)
    {
        var info = api.Info;
        var type = cluster.Catalog.Find(info.Group, info.Version, info.Resource);
        if (type is null || !IsPlaced(type, info))
        {
            throw StatusAnswers.UnknownResource();
        }

        try
        {
            await AnswerAsync(api, type);
        }
        catch (StatusException exception) when (exception is { Status.Code: 406, IsAlwaysIndented: true })
        {
            throw MediaTypeAnswers.NotAcceptable(type, info.Verb);
        }
    }

    private Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        var info = api.Info;

        if (type.Rules.Deprecated is { } deprecated)
        {
            Answer.Warn(api.Http, deprecated);
        }

        if (type.Custom is { HasExpressions: true } rules && info.Verb is "create" or "update" or "patch")
        {
            Answer.Warn(api.Http, rules.ExpressionWarning);
        }

        if (info.Verb is "create" or "update" or "patch")
        {
            // Refused before anything else, though nothing might come of the write.
            _ = api.IsDryRun;
        }

        if (info.Subresource.Length > 0)
        {
            return _subresources.AnswerAsync(api, type);
        }

        // A create names its object in the body, and everything else than create, list and watch names it in the path.
        var fits = info.Verb is "create" ? !info.IsNamed : info.Verb is not "update" and not "patch" || info.IsNamed;
        if (!fits || !type.Verbs.Contains(info.Verb) || HttpMethods.IsHead(api.Http.Request.Method))
        {
            throw StatusAnswers.MethodNotAllowed();
        }

        if (type.Kind == "Binding" && type.Group.Length == 0)
        {
            return _bindings.AnswerAsync(api);
        }

        return type.Rules.IsStored ? VerbFor(info.Verb).AnswerAsync(api, type) : _virtual.AnswerAsync(api, type);
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
        _ => throw StatusAnswers.MethodNotAllowed(),
    };

    // A namespaced object has no path without its namespace, though there are lists over all namespaces; a cluster-wide one has no path with a namespace.
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
            throw StatusAnswers.MethodNotAllowed();
        }

        return info.Namespace.Length > 0 || !info.IsNamed;
    }
}
