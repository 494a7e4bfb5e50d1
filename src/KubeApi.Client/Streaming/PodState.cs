using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Streaming;

/// <summary>A pod and its containers, with the fields that its streams depend on.</summary>
public sealed record PodState
{
    /// <summary>The phase of a pod that has not started yet.</summary>
    public const string Pending = nameof(Pending);

    private const string DefaultContainerAnnotation = "kubectl.kubernetes.io/default-container";

    /// <summary>The namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The uid.</summary>
    public string Uid { get; init; } = "";

    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>.</summary>
    public string Phase { get; init; } = "";

    /// <summary>The server's reason and message for the phase, such as an eviction or an unschedulable pod, without a full stop; empty for none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether it has a node.</summary>
    public bool IsScheduled { get; init; }

    /// <summary><c>Always</c>, <c>OnFailure</c> or <c>Never</c>.</summary>
    public string RestartPolicy { get; init; } = "Always";

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>Whether it is being deleted.</summary>
    public bool IsDeleting { get; init; }

    /// <summary>Whether its successor has the same name, as in a StatefulSet.</summary>
    public bool KeepsName { get; init; }

    /// <summary>Whether it is ready to serve.</summary>
    public bool IsReady { get; init; }

    /// <summary>Whether containers see the processes of all others of the pod, or of the node.</summary>
    public bool SharesProcesses { get; init; }

    /// <summary>The init containers, the ordinary ones and the ephemeral ones.</summary>
    public IReadOnlyList<ContainerState> Containers { get; init; } = [];

    /// <summary>The container that the pod names as its default; null for none.</summary>
    public string? NamedDefault { get; init; }

    /// <summary>The TCP ports that its containers name.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether all containers have terminated for the last time.</summary>
    public bool IsFinished => Phase is "Succeeded" or "Failed";

    /// <summary>The phase and its reason, for messages: <c>Pending (the container 'app' is waiting (ErrImagePull: …))</c>.</summary>
    public string Description
    {
        get
        {
            var detail = Reason.Length > 0 ? Reason
                : Containers.FirstOrDefault(c => c.Phase == ContainerPhase.Waiting && c.Reason.Length > 0) is { } waiting
                    ? $"the container '{waiting.Name}' is {waiting.Description}"
                    : "";
            return IsDeleting ? "it is being deleted" : detail.Length > 0 ? $"{Phase} ({detail})" : Phase;
        }
    }

    /// <summary>The default container: the one that the annotation names, or the first ordinary one.</summary>
    public ContainerState Default => Containers.FirstOrDefault(c => c.Name == NamedDefault) ?? Containers.First(c => c.Kind == ContainerKind.Regular);

    /// <summary>Reads a pod.</summary>
    /// <exception cref="KubeApiException">The JSON is not a pod's.</exception>
    public static PodState Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return Read(JsonNodes.ParseElement(json.Span));
        }
        catch (JsonException e)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"The server returned a pod that {JsonLimits.Fault(e)}.", e);
        }
    }

    /// <summary>A container of the pod.</summary>
    /// <exception cref="KubeApiException">The pod has no container of that name; the message lists its containers.</exception>
    public ContainerState Container(string name) => Containers.FirstOrDefault(c => c.Name == name) ?? throw new KubeApiException(
        FailureKind.ContainerNotFound,
        TerminalText.Clean($"The pod '{Name}' has no container '{name}'. It has: {string.Join(", ", Containers.Select(c => c.Name))}."));

    /// <summary>Whether a container that does not run will be started, for the first time or again.</summary>
    public bool WillStart(ContainerState container)
    {
        if (IsFinished || IsDeleting || container.Kind == ContainerKind.Ephemeral && container.Phase == ContainerPhase.Terminated)
        {
            return false;
        }

        var isFirstOrRepeated = container.Phase == ContainerPhase.Waiting || container.RestartPolicy == "Always";
        var policy = container.Kind == ContainerKind.Init && RestartPolicy == "Always" ? "OnFailure" : RestartPolicy;
        return isFirstOrRepeated || policy == "Always" || (policy == "OnFailure" && container.ExitCode != 0);
    }

    private static PodState Read(JsonElement pod)
    {
        var (metadata, spec, status) = (pod.Child("metadata"), pod.Child("spec"), pod.Child("status"));
        ContainerState[] containers =
        [
            .. ReadContainers(spec, "initContainers", status, "initContainerStatuses", ContainerKind.Init),
            .. ReadContainers(spec, "containers", status, "containerStatuses", ContainerKind.Regular),
            .. ReadContainers(spec, "ephemeralContainers", status, "ephemeralContainerStatuses", ContainerKind.Ephemeral),
        ];
        return metadata.Text("name") is { Length: > 0 } name && containers.Any(c => c.Kind == ContainerKind.Regular)
            ? new PodState
            {
                Namespace = metadata.Text("namespace"),
                Name = name,
                Uid = metadata.Text("uid"),
                Phase = status.Text("phase"),
                Reason = ReasonOf(status),
                IsScheduled = spec.Text("nodeName").Length > 0,
                RestartPolicy = spec.TextOrNull("restartPolicy") ?? "Always",
                Created = UtcTime.Parse(metadata.Text("creationTimestamp")) ?? default,
                IsDeleting = metadata.Text("deletionTimestamp").Length > 0,
                KeepsName = metadata.Items("ownerReferences").Any(o => o.Text("kind") == "StatefulSet"),
                IsReady = StatusFields.Find(Condition.AllOf(pod), "Ready") is { IsTrue: true },
                SharesProcesses = spec.IsTrue("shareProcessNamespace") || spec.IsTrue("hostPID"),
                Containers = containers,
                Ports = ReadPorts(spec),
                NamedDefault = metadata.Child("annotations").TextOrNull(DefaultContainerAnnotation),
            }
            : throw new KubeApiException(FailureKind.InvalidAnswer, "The server returned a pod without a name or without containers.");
    }

    private static IEnumerable<ContainerState> ReadContainers(JsonElement spec, string field, JsonElement status, string statusField, ContainerKind kind) =>
        spec.Items(field).Select(c => ContainerState.Read(c, status.Items(statusField).FirstOrDefault(s => s.Text("name") == c.Text("name")), kind));

    private static Dictionary<string, int> ReadPorts(JsonElement spec)
    {
        Dictionary<string, int> ports = [];
        foreach (var port in spec.Items("containers").Concat(spec.Items("initContainers")).SelectMany(c => c.Items("ports")))
        {
            if (port.TextOrNull("name") is { } name && port.Text("protocol") is "" or "TCP")
            {
                ports.TryAdd(name, port.Number("containerPort"));
            }
        }

        return ports;
    }

    private static string ReasonOf(JsonElement status)
    {
        var unscheduled = status.Items("conditions").FirstOrDefault(c => c.Text("type") == "PodScheduled" && c.Text("status") == "False");
        var source = status.Text("reason").Length > 0 ? status : unscheduled;
        return TerminalText.Clean(string.Join(": ", new[] { source.TextOrNull("reason"), source.TextOrNull("message") }.OfType<string>())).TrimEnd('.');
    }
}
