using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Http;

/// <summary>Routes requests: paths to documents, resources to verbs.</summary>
internal sealed class Router(
    ResourceCatalog catalog, IReadOnlyList<IDocument> documents, ResourceVerbs verbs)
{
    public async Task HandleAsync(HttpContext context)
    {
        var api = context.Api();
        if (api.Info.IsResource && catalog.HasVersion(api.Info.Group, api.Info.Version))
        {
            await HandleResourceAsync(api);
            return;
        }

        foreach (var document in documents)
        {
            if (await document.TryHandleAsync(context))
            {
                return;
            }
        }

        await ResponseWriter.TextAsync(context, 404, "404 page not found\n");
    }

    private Task HandleResourceAsync(ApiRequest api)
    {
        var info = api.Info;
        var type = catalog.Find(info.Group, info.Version, info.Resource);
        if (type is null || !IsPlaced(type, info))
        {
            throw ApiErrors.UnknownResource();
        }

        if (NameRule.ValidatePath(info.Name).FirstOrDefault() is { } problem)
        {
            throw ApiErrors.BadRequest($"Name parameter invalid: \"{info.Name}\": {problem}");
        }

        return HandleAsync(api, type);
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

        return verbs.HandleAsync(api, type);
    }

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
