using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Adds ephemeral containers to pods. They stay until the pod is deleted.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
internal sealed class DebugContainers(PipelineRun pipeline, SessionScope sessions)
{
    private const string Prefix = "debugger-";

    // Longer than a copy takes. It must end, because an ephemeral container cannot be removed.
    private static readonly string[] s_idle = ["sleep", "86400"];

    /// <summary>A running container that an earlier command has added; null for none.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="image">The image.</param>
    /// <param name="target">The container whose processes it sees.</param>
    public static string? Find(PodState pod, string image, string target) => pod.Containers.FirstOrDefault(
        c => c.Kind == ContainerKind.Ephemeral && c.Phase == ContainerPhase.Running && c.Image == image && c.Target == target && c.CanTrace
            && c.Name.StartsWith(Prefix, StringComparison.Ordinal))?.Name;

    /// <summary>Adds a container, and waits until it runs or has ended.</summary>
    /// <param name="selection">Where the pod is.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="image">The image.</param>
    /// <param name="target">The container whose processes and files it sees; null for none.</param>
    /// <param name="hasTerminal">Whether it has a terminal; else it waits for commands.</param>
    /// <param name="command">The command that it runs with a terminal; none for the program of its image.</param>
    /// <returns>The pod, and the name of the container.</returns>
    /// <exception cref="KubeApiException">It cannot be added or started.</exception>
    public (PodState Pod, string Name) Add(PodSelection selection, PodState pod, string image, string? target, bool hasTerminal, string[]? command = null)
    {
        var name = $"{Prefix}{Guid.NewGuid().ToString("n")[..5]}";
        var container = new JsonObject { ["name"] = name, ["image"] = image, ["stdin"] = hasTerminal, ["tty"] = hasTerminal };
        if ((hasTerminal ? command : s_idle) is { Length: > 0 } program)
        {
            container["command"] = new JsonArray([.. program.Select(c => JsonValue.Create(c))]);
        }

        if (target is not null)
        {
            container["targetContainerName"] = pod.Container(target).Name;
            // As kubectl debug: without it, the files of processes of other users cannot be read.
            container["securityContext"] = new JsonObject { ["capabilities"] = new JsonObject { ["add"] = new JsonArray("SYS_PTRACE") } };
        }

        var (session, client) = (selection.Session, sessions.ClientOf(selection.Session));
        var patch = JsonNodes.Write(new JsonObject { ["spec"] = new JsonObject { ["ephemeralContainers"] = new JsonArray(container) } });
        var request = WriteRequests.Patch(
            PodRequests.Pods, selection.Namespace, pod.Name, PatchType.Strategic, patch, new WriteOptions { Subresource = "ephemeralcontainers" });
        _ = pipeline.Wait(client.SendForBytesAsync(request, pipeline.Stopped));
        pipeline.ObserverOf(session).Verbose($"Added the container '{name}' to the pod '{pod.Name}'. It stays until the pod is deleted.");
        var observer = new WatchReporter(pipeline.ObserverOf(session), new WatchTarget(session, PodRequests.Pods, selection.Namespace));
        var started = pipeline.Wait(
            PodFinder.WaitForContainerAsync(client, selection.Namespace, pod.Name, name, observer, session.Clock, pipeline.Stopped),
            $"Waiting for the container '{name}'");
        return (started, name);
    }
}
