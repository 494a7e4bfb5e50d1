using System.Security.Cryptography;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>Pulls the images of containers.</summary>
internal sealed class ImagePulls(ObjectStore store, ResourceCatalog catalog, SandboxClock clock)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string Uid, string Container), DateTimeOffset> _next = [];

    /// <summary>When a failed pull is retried; null if no pull has failed.</summary>
    public DateTimeOffset? NextAttempt(JsonObject pod, string container) =>
        _next.TryGetValue((pod.StringAt("metadata.uid")!, container), out var next) ? next : null;

    public static string IdOf(string image) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image)));

    /// <summary>Whether the image cannot be pulled; then the status of the container says why.</summary>
    /// <param name="record">Records an event: type, reason, message.</param>
    public bool Fails(JsonObject pod, JsonObject spec, JsonObject status, Action<string, string, string> record)
    {
        var (key, image) = ((pod.StringAt("metadata.uid")!, spec.StringAt("name")!), spec.StringAt("image") ?? "");
        var isPresent = IsPresent(pod, image);
        var isNever = spec.StringAt("imagePullPolicy") == "Never";
        if (isNever ? !isPresent : ContainerPlan.Of(pod, spec).IsPullError)
        {
            // ErrImagePull first, then ImagePullBackOff.
            var isFirst = !_next.ContainsKey(key);
            _next[key] = clock.GetUtcNow() + (isFirst && !isNever ? TimeSpan.Zero : s_pause);
            Refuse(spec, status, image, isNever ? "ErrImageNeverPull" : isFirst ? "ErrImagePull" : "ImagePullBackOff", record);
            return true;
        }

        _next.Remove(key);
        if (isPresent && spec.StringAt("imagePullPolicy") != "Always")
        {
            record("Normal", "Pulled", $"Container image \"{image}\" already present on machine and can be accessed by the pod");
            return false;
        }

        record("Normal", "Pulling", $"Pulling image \"{image}\"");
        record("Normal", "Pulled", $"Successfully pulled image \"{image}\" in 1s (1s including waiting). Image size: 2437938 bytes.");
        return false;
    }

    /// <summary>Forgets a deleted pod.</summary>
    public void Forget(string uid)
    {
        foreach (var key in _next.Keys.Where(key => key.Uid == uid).ToList())
        {
            _next.Remove(key);
        }
    }

    private static void Refuse(JsonObject spec, JsonObject status, string image, string reason, Action<string, string, string> record)
    {
        var notFound = $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image}\": "
            + $"failed to resolve reference \"{image}\": {image}: not found";
        var message = reason switch
        {
            "ErrImageNeverPull" => $"Container image \"{image}\" is not present with pull policy of Never",
            "ImagePullBackOff" => $"Back-off pulling image \"{image}\": ErrImagePull: {notFound}",
            _ => notFound,
        };
        ContainerStatus.Wait(status, spec, reason, message);
        switch (reason)
        {
            case "ImagePullBackOff":
                record("Normal", "BackOff", $"Back-off pulling image \"{image}\"");
                break;
            case "ErrImagePull":
                record("Normal", "Pulling", $"Pulling image \"{image}\"");
                record("Warning", "Failed", $"Failed to pull image \"{image}\": {notFound}");
                break;
            default:
                record("Warning", reason, message);
                break;
        }

        record("Warning", "Failed", "Error: " + reason);
    }

    private bool IsPresent(JsonObject pod, string image) =>
        (store.Get(catalog.Nodes, "", pod.StringAt("spec.nodeName")!)?.ToNode().At("status.images") as JsonArray ?? [])
            .SelectMany(known => known?["names"] as JsonArray ?? []).Any(name => name?.ToString() == image);
}
