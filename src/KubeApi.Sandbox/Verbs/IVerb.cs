using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

/// <summary>One verb, for every resource.</summary>
internal interface IVerb
{
    Task HandleAsync(ApiRequest api, ResourceType type);
}
