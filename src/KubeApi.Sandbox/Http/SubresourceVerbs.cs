using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Streams;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Http;

/// <summary>
/// Handles subresources: a part of the object with the same kind (status, finalize, approval …), its Scale, and those of another kind (token, eviction,
/// exec …).
/// </summary>
internal sealed class SubresourceVerbs(
    ObjectStore store, Updater updater, Changes changes, TokenRequestVerb tokens, EvictionVerb evictions, PodConnectVerb podConnects,
    ProxyVerb proxies)
{
    public Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var info = api.Info;
        if (!type.Subresources.TryGetValue(info.Subresource, out var subresource))
        {
            throw ApiErrors.UnknownResource();
        }

        if (subresource.Kind is "PodProxyOptions" or "ServiceProxyOptions")
        {
            return proxies.HandleAsync(api, type);
        }

        if (!subresource.Verbs.Contains(info.Verb) || HttpMethods.IsHead(api.Http.Request.Method))
        {
            throw ApiErrors.MethodNotAllowed();
        }

        if (PodConnectVerb.Handles(type, subresource))
        {
            return podConnects.HandleAsync(api, type, subresource);
        }

        AcceptHeader.RequireJson(api, type);
        if (subresource.Kind == type.Kind && SubresourceType.PartOf(subresource.Name) is { } part)
        {
            return HandlePartAsync(api, type, part);
        }

        return subresource.Kind switch
        {
            "Scale" => HandleScaleAsync(api, type, subresource),
            "TokenRequest" => tokens.HandleAsync(api, type, subresource),
            "Eviction" => evictions.HandleAsync(api, type, subresource),
            // A missing object is reported first.
            _ when store.Get(type, info.Namespace, info.Name) is null => throw ApiErrors.NotFound(type, info.Name),
            _ => throw ApiErrors.NotImplemented($"{type.QualifiedResource}/{subresource.Name}"),
        };
    }

    private async Task HandlePartAsync(ApiRequest api, ResourceType type, string part)
    {
        if (api.Info.Verb == "get")
        {
            var found = store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(type, api.Info.Name);
            await ResponseWriter.ObjectAsync(api.Http, 200, type, found);
            return;
        }

        var change = await changes.ReadAsync(api, type);
        var updated = updater.Update(api, type, change, (_, stored, current, value) =>
        {
            if (api.Info.Subresource == "status")
            {
                Keep(type.Rules.StatusKeeps, current, value);
            }

            ObjectRules.PreparePart(type, stored, current, value, part);
        });
        await ResponseWriter.ObjectAsync(api.Http, 200, type, updated);
    }

    // The owners are already computed, and a requested version must be the current one.
    private static void Keep(IReadOnlyList<string> paths, JsonObject current, JsonObject value)
    {
        var (owners, version, uid) = (value.At("metadata.managedFields"), value.At("metadata.resourceVersion"), value.At("metadata.uid"));
        foreach (var path in paths)
        {
            value.Set(path, current.At(path));
        }

        value.Set("metadata.managedFields", owners);
        value.Set("metadata.resourceVersion", version);
        value.Set("metadata.uid", uid);
    }

    private async Task HandleScaleAsync(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        StoredObject result;
        if (api.Info.Verb == "get")
        {
            result = store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(type, api.Info.Name);
        }
        else
        {
            var change = await changes.ReadScaleAsync(api, type, subresource);
            result = updater.Update(api, type, change, ObjectRules.PrepareUpdate);
        }

        await ResponseWriter.JsonAsync(api.Http, 200, JsonText.ToBytes(Scale.Of(result.ToNode(), type)));
    }
}
