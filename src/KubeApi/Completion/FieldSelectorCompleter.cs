using KubeApi.Client.Discovery;
using KubeApi.Client.Http;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the fields that the server can select by, and the values of those that have few or name objects.</summary>
internal sealed class FieldSelectorCompleter : SelectorCompleter
{
    private protected override IEnumerable<string> Keys(SelectorTarget target) => TabQuery.RunAll(
        target.Sessions,
        _ => (typeof(FieldSelectorCompleter), target.Resource),
        (session, client, stop) => ReadAsync(session, client, target.Types, stop)).SelectMany(fields => fields);

    private protected override IEnumerable<string> Values(SelectorTarget target, string key) => key switch
    {
        "metadata.name" => NameQuery.Run(target.Sessions, target.Resource, target.Namespace),
        "metadata.namespace" or "involvedObject.namespace" => NameQuery.Run(target.Sessions, "namespaces", _ => null),
        "spec.nodeName" => NameQuery.Run(target.Sessions, "nodes", _ => null),
        "spec.restartPolicy" => ["Always", "OnFailure", "Never"],
        "spec.hostNetwork" or "spec.unschedulable" => ["true", "false"],
        "status.phase" => target.Types.Any(t => t is "ns" || t.StartsWith("namespace", StringComparison.OrdinalIgnoreCase))
            ? ["Active", "Terminating"] : ["Pending", "Running", "Succeeded", "Failed", "Unknown"],
        "spec.type" => ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"],
        "type" when target.Types.Any(t => t.StartsWith("ev", StringComparison.OrdinalIgnoreCase)) => ["Normal", "Warning"],
        _ => [],
    };

    private static async Task<IReadOnlyList<string>> ReadAsync(
        KubeApiSession session, ApiClient client, IReadOnlyList<string> types, CancellationToken stop)
    {
        var catalog = await session.Discovery.GetAsync(client, stop).ConfigureAwait(false);
        List<string> fields = [];
        foreach (var type in types.SelectMany(t => ResourceLookup.Find(catalog, t)))
        {
            fields.AddRange(await FieldLabels.ReadAsync(client, type, stop).ConfigureAwait(false));
        }

        return fields;
    }
}
