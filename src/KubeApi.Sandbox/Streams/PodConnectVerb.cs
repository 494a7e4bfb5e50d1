using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Rbac;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Streams;

/// <summary>`pods/NAME/log`, exec, attach and portforward: checks the request, as the API server does, and connects it with the container.</summary>
internal sealed class PodConnectVerb(
    ObjectStore store, SandboxClock clock, ContainerProcesses processes, StreamGate streams, RbacAuthorizer authorizer,
    ExecStream exec, PortForwardStream forwards)
{
    /// <summary>Whether the subresource is one of those.</summary>
    public static bool Handles(ResourceType type, SubresourceType subresource) =>
        type.QualifiedResource == "pods" && subresource.Name is "log" or "exec" or "attach" or "portforward";

    public async Task HandleAsync(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        RequireCreate(api, type, subresource);
        var log = subresource.Name == "log" ? LogOptions.Read(api, clock.GetUtcNow()) : null;
        var stored = store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(type, api.Info.Name);
        var pod = stored.ToNode();
        var container = subresource.Name == "portforward" ? "" : ContainerOf(api.Query("container"), pod, stored.Name);
        if (pod.StringAt("spec.nodeName") is not { Length: > 0 })
        {
            if (log is null)
            {
                throw ApiErrors.BadRequest($"pod {stored.Name} does not have a host assigned");
            }

            api.Http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        if (log is not null)
        {
            var run = processes.Started(pod, container, log.IsPrevious);
            using var stream = streams.Open(api.Http);
            await new LogResponse(api.Http.Response, stream, log).WriteAsync(run);
            return;
        }

        WebSocketUpgrade.Require(api.Http);
        await (subresource.Name == "portforward"
            ? forwards.HandleAsync(api, pod)
            : exec.HandleAsync(api, pod, container, isAttached: subresource.Name == "attach"));
    }

    // A WebSocket is opened with GET, but it takes the permission to create as well.
    private void RequireCreate(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        if (subresource.Name != "log" && authorizer.Decide(api.User, api.Info.ToAccess() with { Verb = "create" }) is { IsAllowed: false } refused)
        {
            throw ApiErrors.NotAdmitted(type, api.Info.Name, refused.Reason);
        }
    }

    private static string ContainerOf(string? container, JsonObject pod, string name)
    {
        if (container is not null)
        {
            return PodContainers.Spec(pod, container) is not null
                ? container
                : throw ApiErrors.BadRequest($"container {container} is not valid for pod {name}");
        }

        var names = NamesOf(pod, "containers").ToList();
        if (names is [{ } only])
        {
            return only;
        }

        var initial = string.Join(' ', NamesOf(pod, "initContainers"));
        throw ApiErrors.BadRequest(
            $"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', names)}]"
                + (initial.Length > 0 ? $" or one of the init containers: [{initial}]" : ""));
    }

    private static IEnumerable<string?> NamesOf(JsonObject pod, string list) =>
        pod.ObjectsAt("spec." + list).Select(container => container.StringAt("name"));
}
