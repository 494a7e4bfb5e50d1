using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>The target of a port-forward: one pod, or a pod of a workload or a service.</summary>
/// <param name="Client">The client of the server.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Text">The target, for messages: <c>Service/web</c>.</param>
/// <param name="Port">The number of a port, or its name in the pod or the service.</param>
public sealed record PortForwardTarget(ApiClient Client, string Namespace, string Text, string Port)
{
    private static readonly ApiResource s_services = ApiResource.Of("", "v1", "services", true);

    /// <summary>The name of the pod; null for a workload or a service.</summary>
    public string? Pod { get; init; }

    /// <summary>The label selector of a workload's pods; null for a pod or a service.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>The name of the service; null for others.</summary>
    public string? Service { get; init; }

    /// <summary>Finds the pod, of several the newest ready one, and its port.</summary>
    /// <exception cref="KubeApiException">The pod or port does not exist, or could not be read.</exception>
    public async Task<PortForwardPlace> FindAsync(CancellationToken cancellationToken)
    {
        if (Service is null)
        {
            var pod = await FindPodAsync(LabelSelector, cancellationToken).ConfigureAwait(false);
            var number = PortOf(pod, Port);
            return new PortForwardPlace(pod.Name, pod.Uid, number, number, Pod is null || pod.KeepsName);
        }

        // Read each time: a service may be changed to select other pods.
        var request = ResourceRequests.Get(s_services, Namespace, Service, new ListOptions());
        var service = (JsonObject)JsonNodes.Parse(await ObjectReader.GetAsync(Client, request, cancellationToken).ConfigureAwait(false))!;
        var port = ServicePortOf(service);
        var chosen = await FindPodAsync(PodFinder.SelectorOf(service, Text), cancellationToken).ConfigureAwait(false);
        return new PortForwardPlace(chosen.Name, chosen.Uid, PodPortOf(service, port, chosen), NumberOf(port["port"]), true);
    }

    private async Task<PodState> FindPodAsync(string? labelSelector, CancellationToken cancellationToken)
    {
        var pod = Pod is { } name ? await PodFinder.GetAsync(Client, Namespace, name, cancellationToken).ConfigureAwait(false)
            : PodFinder.Newest(await PodFinder.ListAsync(Client, Namespace, labelSelector!, cancellationToken).ConfigureAwait(false))
                ?? throw PodFinder.NoPods(Text, Namespace);
        return pod.Phase == PodState.Pending || pod.IsFinished
            ? throw new KubeApiException(FailureKind.PodNotRunning, new Status
            {
                Reason = pod.Phase,
                Message = $"The pod '{pod.Name}' is not running: {pod.Description}.",
                Causes = [.. pod.Containers.Where(c => c.StartFault is not null).SelectMany(c => c.Causes).Take(1)],
            })
            : pod;
    }

    private JsonObject ServicePortOf(JsonObject service)
    {
        var ports = (service["spec"].Child("ports") as JsonArray ?? []).OfType<JsonObject>().Where(p => $"{p["protocol"]}" is "" or "TCP").ToList();
        return ports.FirstOrDefault(p => $"{p["port"]}" == Port || $"{p["name"]}" == Port)
            ?? throw NotFound(Text, Port, ports.Select(p => p["name"] is { } name ? $"{name} ({p["port"]})" : $"{p["port"]}"));
    }

    private static int PodPortOf(JsonObject service, JsonObject port, PodState pod) =>
        // A headless service does not map ports, and a missing target port has the same number.
        $"{service["spec"].Child("clusterIP")}" == "None" || $"{port["targetPort"]}" is "" or "0"
            ? NumberOf(port["port"]) : PortOf(pod, $"{port["targetPort"]}");

    private static int PortOf(PodState pod, string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : pod.Ports.TryGetValue(port, out var named) ? named
        : throw NotFound($"The pod '{pod.Name}'", port, pod.Ports.Select(p => $"{p.Key} ({p.Value})"));

    private static int NumberOf(JsonNode? port) => int.TryParse($"{port}", NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static KubeApiException NotFound(string what, string port, IEnumerable<string> existing) => new(
        FailureKind.PortNotFound,
        $"{what} has no TCP port '{port}'. "
        + (string.Join(", ", existing) is { Length: > 0 } list ? $"It has: {list}." : "It has no named ports; use a number."));
}
