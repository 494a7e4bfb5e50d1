using System.Net;
using System.Net.Sockets;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Services;

/// <summary>
/// The allocated addresses and node ports. An address is allocated by its IPAddress object, which exists with its Service; a client may create one, too.
/// Updated and read under the store's lock.
/// </summary>
internal sealed class ServiceNetwork
{
    private const string Prefix = "10.0.0.";

    private static readonly Lazy<JsonObject> s_template = new(() => Recorded.Object("bootstrap/ipaddress.json"));

    private readonly ObjectStore _store;
    private readonly RecordedTemplate _templates;
    private readonly ResourceType _addressType;

    public ServiceNetwork(ObjectStore store, ResourceCatalog catalog, RecordedTemplate templates)
    {
        (_store, _templates) = (store, templates);
        _addressType = catalog.FindKind("networking.k8s.io/v1", "IPAddress")!;
        store.Writing += OnWriting;
    }

    /// <summary>The last bytes of the addresses.</summary>
    public NumberPool Addresses { get; } = new(1, 254, 16);

    public NumberPool Ports { get; } = new(30000, 32767, 86);

    public static string Owner(string? @namespace, string name) => $"{@namespace}/{name}";

    public static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    /// <summary>The last byte of an address in the range; null for any other.</summary>
    public static int? Number(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork && parsed.ToString() is var text
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            ? parsed.GetAddressBytes()[3]
            : null;

    /// <summary>The node ports of a Service.</summary>
    public static IEnumerable<int> NodePorts(JsonObject service) =>
        ServiceSpec.Ports(service).Select(port => port.IntegerAt("nodePort")).OfType<long>()
            .Where(port => port > 0).Select(port => (int)port);

    private void OnWriting(StoreChange change)
    {
        if (change.Type.QualifiedResource == ServiceSpec.Resource)
        {
            var owner = Owner(change.Object.Namespace, change.Object.Name);
            var (before, after) = (change.Previous?.ToNode() ?? [], change.Change == StoreEventType.Deleted ? [] : change.Object.ToNode());
            Follow(change.Object, owner, [.. ServiceSpec.Texts(before, ServiceSpec.Addresses)], [.. ServiceSpec.Texts(after, ServiceSpec.Addresses)]);
            NodePorts(before).ToList().ForEach(port => Ports.Release(port, owner));
            NodePorts(after).ToList().ForEach(port => Ports.Take(port, owner));
        }
        else if (change.Type.QualifiedResource == _addressType.QualifiedResource && Number(change.Object.Name) is { } number)
        {
            var owner = OwnerOf(change.Object);
            if (change.Change == StoreEventType.Deleted)
            {
                Addresses.Release(number, owner);
            }
            else
            {
                Addresses.Take(number, owner);
            }
        }
    }

    private void Follow(StoredObject service, string owner, HashSet<string> before, HashSet<string> after)
    {
        foreach (var address in before.Except(after))
        {
            if (_store.Get(_addressType, null, address) is { } stored && OwnerOf(stored) == owner)
            {
                _store.TryDelete(_addressType, stored, stored.ToNode());
            }
        }

        foreach (var address in after.Where(address => Number(address) is not null))
        {
            var value = _templates.Fill(s_template.Value);
            value.Set("metadata.name", address);
            value.Set("spec.parentRef.namespace", service.Namespace);
            value.Set("spec.parentRef.name", service.Name);
            // Does nothing if it exists.
            _store.TryCreate(_addressType, value);
        }
    }

    private static string OwnerOf(StoredObject address)
    {
        var parent = address.ToNode().At("spec.parentRef") as JsonObject ?? [];
        return Owner(parent.StringAt("namespace"), parent.StringAt("name") ?? "");
    }
}
