using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>One verb, for every resource.</summary>
internal interface IVerb
{
    Task HandleAsync(ApiRequest api, ResourceType type);
}
