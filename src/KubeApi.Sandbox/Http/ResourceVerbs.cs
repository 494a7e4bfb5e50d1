using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Metrics;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Reviews;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Http;

/// <summary>Chooses the verb of a request for a resource.</summary>
/// <param name="verbs">The verbs of stored resources, by name.</param>
internal sealed class ResourceVerbs(
    IReadOnlyDictionary<string, IVerb> verbs, SubresourceVerbs subresources, VirtualResources reviews, MetricsVerb metrics)
{
    public Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var info = api.Info;
        if (info.Subresource.Length > 0)
        {
            return subresources.HandleAsync(api, type);
        }

        // A create names its object in the body, and everything else than create, list and watch names it in the path.
        var fits = info.Verb is "create" ? !info.IsNamed : info.Verb is not "update" and not "patch" || info.IsNamed;
        if (!fits || !type.Verbs.Contains(info.Verb) || HttpMethods.IsHead(api.Http.Request.Method))
        {
            throw ApiErrors.MethodNotAllowed();
        }

        AcceptHeader.RequireJson(api, type);
        IVerb verb = type.Group == MetricsVerb.Group ? metrics : type.Rules.IsStored ? verbs[info.Verb] : reviews;
        return verb.HandleAsync(api, type);
    }
}
