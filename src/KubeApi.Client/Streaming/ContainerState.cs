using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Streaming;

/// <summary>A container of a pod, with its last known state.</summary>
public sealed record ContainerState
{
    private static readonly string[] s_fatalReasons =
    [
        "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError", "CreateContainerConfigError",
        "CreateContainerError", "RunContainerError",
    ];

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The kind.</summary>
    public ContainerKind Kind { get; init; } = ContainerKind.Regular;

    /// <summary>The phase of the container.</summary>
    public ContainerPhase Phase { get; init; }

    /// <summary>The exit code of a container that has ended; null for others.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The reason why it waits or has terminated: <c>CrashLoopBackOff</c>, <c>ErrImagePull</c>, <c>OOMKilled</c>; empty if the server
    /// reports no reason.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The server's message for the reason, without a full stop; empty for none.</summary>
    public string Message { get; init; } = "";

    /// <summary>The id of the run whose log the server returns: of the present run, else of the last one; null if it never ran.</summary>
    public string? LogId { get; init; }

    /// <summary>The id of the run before that; null for none.</summary>
    public string? PreviousLogId { get; init; }

    /// <summary>The exit code of the run before the current one; null if there is none.</summary>
    public int? LastExitCode { get; init; }

    /// <summary>The image, as the spec has it.</summary>
    public string Image { get; init; } = "";

    /// <summary>The container whose processes an ephemeral one sees; empty for others.</summary>
    public string Target { get; init; } = "";

    /// <summary>Whether it may read the files of processes of other users (SYS_PTRACE).</summary>
    public bool CanTrace { get; init; }

    /// <summary>The container's own restart policy, which sidecars have; empty for the pod's.</summary>
    public string RestartPolicy { get; init; } = "";

    /// <summary>Whether it was created with a terminal and an input, so it can be joined.</summary>
    public bool HasTerminal { get; init; }

    /// <summary>The permanent reason why it cannot be started; null if it may start.</summary>
    public string? StartFault => Phase == ContainerPhase.Waiting && s_fatalReasons.Contains(Reason) ? $"{Reason}: {Message}" : null;

    /// <summary>Why it waits, with the server's reason and message; none if it does not, or if the server reports no reason.</summary>
    internal IReadOnlyList<StatusCause> Causes => Phase == ContainerPhase.Waiting && Reason.Length > 0 ? [new StatusCause(Reason, Message, "")] : [];

    /// <summary>The state, for messages: <c>waiting (CrashLoopBackOff: back-off 10s …)</c>, <c>ended with exit code 1 (Error)</c>.</summary>
    public string Description
    {
        get
        {
            var reason = string.Join(": ", new[] { Reason, Message }.Where(t => t.Length > 0));
            var detail = reason.Length > 0 ? $" ({reason})" : "";
            return Phase switch
            {
                ContainerPhase.Running => "running",
                ContainerPhase.Terminated => $"ended with exit code {ExitCode}{detail}",
                _ => $"waiting{detail}",
            };
        }
    }

    /// <summary>The exit code of a run; null while it is not known.</summary>
    /// <param name="id">The id of the run.</param>
    public int? ExitCodeOf(string id) =>
        Phase == ContainerPhase.Terminated && id == LogId ? ExitCode
        : id == PreviousLogId || (Phase == ContainerPhase.Waiting && id == LogId) ? LastExitCode
        : null;

    internal static ContainerState Read(JsonElement spec, JsonElement status, ContainerKind kind)
    {
        var (state, last) = (status.Child("state"), status.Child("lastState").Child("terminated"));
        var (running, terminated, waiting) = (state.Child("running"), state.Child("terminated"), state.Child("waiting"));
        var isRunning = running.ValueKind == JsonValueKind.Object;
        var hasEnded = terminated.ValueKind == JsonValueKind.Object;
        var lastId = last.TextOrNull("containerID");
        // A program that was not found has no output: the failure of its start says more than the pause before the next one.
        var cause = hasEnded ? terminated
            : waiting.Text("reason") == "CrashLoopBackOff" && PodProblem.IsStartFailure(last.Text("reason")) ? last
            : waiting;
        return new ContainerState
        {
            Name = spec.Text("name"),
            Kind = kind,
            HasTerminal = spec.IsTrue("tty") && spec.IsTrue("stdin"),
            RestartPolicy = spec.Text("restartPolicy"),
            Image = spec.Text("image"),
            Target = spec.Text("targetContainerName"),
            CanTrace = spec.Child("securityContext").Child("capabilities").Texts("add").Contains("SYS_PTRACE"),
            Phase = isRunning ? ContainerPhase.Running : hasEnded ? ContainerPhase.Terminated : ContainerPhase.Waiting,
            ExitCode = hasEnded ? terminated.Number("exitCode") : null,
            LastExitCode = lastId is null ? null : last.Number("exitCode"),
            Reason = TerminalText.Clean(cause.Text("reason")),
            Message = TerminalText.Clean(cause.Text("message")).TrimEnd('.'),
            LogId = isRunning ? status.TextOrNull("containerID") : hasEnded ? terminated.TextOrNull("containerID") : lastId,
            PreviousLogId = isRunning || hasEnded ? lastId : null,
        };
    }
}
