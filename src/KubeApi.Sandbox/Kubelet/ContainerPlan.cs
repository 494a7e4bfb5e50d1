using System.Text.RegularExpressions;
using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>
/// The failure of a container: `crash`, `exit-N`, `oom`, `not-ready`, `pull-error` or `evicted`, if its image (`fail.example/crash:1`) or an annotation of its
/// pod (`sandbox.kubeapi/fail: crash`, or `sandbox.kubeapi/fail.CONTAINER`) requests it.
/// </summary>
internal sealed partial record ContainerPlan(string Fault)
{
    private const string Annotation = "sandbox.kubeapi/fail";

    private const string Registry = "fail.example/";

    public bool IsPullError => Fault == "pull-error";

    public bool IsNeverReady => Fault == "not-ready";

    public bool IsEvicted => Fault == "evicted";

    public static ContainerPlan Of(JsonObject pod, JsonObject container)
    {
        var image = container.StringAt("image") ?? "";
        if (image.StartsWith(Registry, StringComparison.Ordinal))
        {
            return new ContainerPlan(image[Registry.Length..].Split(':', '@')[0]);
        }

        var annotations = pod.At("metadata.annotations") as JsonObject ?? [];
        return new ContainerPlan((annotations[$"{Annotation}.{container.StringAt("name")}"] ?? annotations[Annotation])?.ToString() ?? "");
    }

    /// <summary>How the container exits; null if it keeps running.</summary>
    /// <param name="program">How its program exits; null if it keeps running or is unknown.</param>
    /// <param name="life">How long a failing container runs.</param>
    public ContainerExit? Exit(JsonObject pod, JsonObject container, ContainerExit? program, TimeSpan life) => Fault switch
    {
        "crash" => ContainerExit.Of(1, life),
        "oom" => new ContainerExit(137, "OOMKilled", life),
        _ when Fault.StartsWith("exit-", StringComparison.Ordinal) && int.TryParse(Fault[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var code) =>
            ContainerExit.Of(code, life),
        _ when program is not null => program,
        // The last command of a shell, as in `sh -c "echo started; exit 1"`.
        _ when Command(container) is { } command && LastExit().Match(command) is { Success: true } last =>
            ContainerExit.Of(int.Parse(last.Groups[1].Value, CultureInfo.InvariantCulture), life),
        // The containers of a Job and init containers complete, except for those that sleep.
        _ when Completes(pod, container) && Command(container)?.Contains("sleep", StringComparison.Ordinal) != true => ContainerExit.Of(0, life),
        _ => null,
    };

    private static string? Command(JsonObject container) =>
        string.Join(' ', (container["command"] as JsonArray ?? []).Concat(container["args"] as JsonArray ?? [])) is { Length: > 0 } command ? command : null;

    // An init container with a restart policy is a sidecar.
    private static bool Completes(JsonObject pod, JsonObject container) =>
        pod.ObjectsAt("metadata.ownerReferences").Any(owner => owner.StringAt("kind") == "Job")
        || (container["restartPolicy"] is null && pod.ObjectsAt("spec.initContainers").Any(initial => initial.StringAt("name") == container.StringAt("name")));

    [GeneratedRegex(@"\bexit (\d{1,3})\s*$")]
    private static partial Regex LastExit();
}
