using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>Starts commands in containers. A server's refusal is explained by the state of the container, which servers report as a 500.</summary>
public static class RemoteCommandStart
{
    /// <summary>The reason of a failure where the container has not run yet, so it has no log.</summary>
    public const string NeverStarted = nameof(NeverStarted);

    /// <summary>Starts a command, or attaches to a process. Sent once.</summary>
    /// <param name="target">The container.</param>
    /// <param name="request">The request: <see cref="PodRequests.Exec"/> or <see cref="PodRequests.Attach"/>.</param>
    /// <param name="endsInput">Whether the end of the input will be sent.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="KubeApiException">As <see cref="RemoteCommand.StartAsync"/>; or the container is not running.</exception>
    public static async Task<RemoteCommand> StartAsync(CommandTarget target, ApiRequest request, bool endsInput, CancellationToken cancellationToken)
    {
        try
        {
            return await RemoteCommand.StartAsync(target.Client, request, endsInput, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e is { Failure: FailureKind.Refused, StatusCode: 400 or 404 or >= 500 })
        {
            throw await ExplainAsync(target, e, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The failure of a request for a container that is not running.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="target">The request.</param>
    /// <param name="more">Further sentences of the message.</param>
    /// <param name="inner">The server's refusal; null if nothing was requested.</param>
    public static KubeApiException NotRunning(
        PodState pod, ContainerState container, RequestTarget? target, string more = "", KubeApiException? inner = null) => new(
        FailureKind.ContainerNotRunning,
        new Status
        {
            Message = $"The container '{container.Name}' of the pod '{pod.Name}' is not running: {container.Description}.{more}",
            Name = container.Name,
            Reason = container.LogId is null ? NeverStarted : nameof(FailureKind.ContainerNotRunning),
            Causes = container.Causes,
        },
        inner)
        {
            Target = target,
        };

    private static async Task<KubeApiException> ExplainAsync(CommandTarget target, KubeApiException refusal, CancellationToken cancellationToken)
    {
        try
        {
            var pod = await PodFinder.GetAsync(target.Client, target.Namespace, target.Pod, cancellationToken).ConfigureAwait(false);
            var container = target.Container is null ? pod.Default : pod.Container(target.Container);
            var running = pod.Containers.FirstOrDefault(c => c is { Kind: ContainerKind.Init, Phase: ContainerPhase.Running, RestartPolicy: "" });
            return container.Phase == ContainerPhase.Running ? refusal
                : NotRunning(
                    pod, container, refusal.Target,
                    (container.Reason.Length == 0 && pod.Reason.Length > 0 ? $" The pod: {pod.Reason}." : "")
                        + (running is null ? "" : $" The init container '{running.Name}' is still running."),
                    refusal);
        }
        catch (KubeApiException e)
        {
            return e.Failure == FailureKind.ContainerNotFound ? e : refusal;
        }
    }
}
