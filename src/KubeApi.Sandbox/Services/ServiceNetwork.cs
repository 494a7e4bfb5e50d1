using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Services;

/// <summary>Which addresses and node ports the Services in the store have. It follows each write under the store's lock, and is read under it.</summary>
internal sealed class ServiceNetwork
{
    private const string Prefix = "10.0.0.";

    public ServiceNetwork(ObjectStore store) => store.Writing += OnWriting;

    /// <summary>The last bytes of the addresses.</summary>
    public NumberPool Addresses { get; } = new(1, 254, 16);

    public NumberPool Ports { get; } = new(30000, 32767, 86);

    public static string Owner(string? @namespace, string name) => $"{@namespace}/{name}";

    public static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    /// <summary>The last byte of an address of the range; null for all others.</summary>
    public static int? Number(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() is var text && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? parsed.GetAddressBytes()[3]
            : null;

    /// <summary>The ports on the nodes that a Service has, that of its health check too.</summary>
    public static IEnumerable<int> NodePorts(JsonObject service) =>
        ServiceSpec.Ports(service).Select(port => port.IntegerAt("nodePort")).Append(service.IntegerAt("spec.healthCheckNodePort")).OfType<long>().Where(port => port > 0).Select(port => (int)port);

    private void OnWriting(StoreChange change)
    {
        if (change.Type.QualifiedResource != ServiceSpec.Resource)
        {
            return;
        }

        var owner = Owner(change.Object.Namespace, change.Object.Name);
        var service = change.Change == StoreEventType.Deleted ? [] : change.Object.ToNode();
        Addresses.Hold(owner, [.. ServiceSpec.Texts(service, ServiceSpec.Addresses).Select(Number).OfType<int>()]);
        Ports.Hold(owner, [.. NodePorts(service).Distinct()]);
    }
}
