using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the revisions of the workload on the command line, newest first.</summary>
internal sealed class RevisionCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters)
    {
        var workload = ResourceName.Parse(CompletionContext.First(parameters, "Resource") ?? "");
        if ((workload.Name ?? CompletionContext.First(parameters, "Name")) is not { Length: > 0 } name)
        {
            return [];
        }

        return TabQuery.RunAll(
            CompletionContext.SessionsOf(parameters),
            s => (typeof(RevisionCompleter), workload.Type, NamespaceOf(s), name),
            (s, client, stop) => ReadAsync(s, client, workload.Type, NamespaceOf(s), name, stop)).SelectMany(revisions => revisions);

        string NamespaceOf(KubeApiSession session) => CompletionContext.NamespaceOf(parameters, session) ?? session.Namespace;
    }

    private static async Task<string[]> ReadAsync(
        KubeApiSession session, ApiClient client, string type, string @namespace, string name, CancellationToken stop)
    {
        var resource = (await session.Discovery.FindAsync(client, type, stop).ConfigureAwait(false))[0];
        var request = ResourceRequests.Get(resource, @namespace, name, new ListOptions());
        var json = await ObjectReader.GetAsync(client, request, stop).ConfigureAwait(false);
        return Workload.HasRollout(resource) && JsonNodes.Parse(json) is JsonObject workload
            ? [.. (await RolloutHistory.ReadAsync(client, resource.Kind, workload, stop).ConfigureAwait(false)).Reverse()
                .Select(r => r.Number.ToString(CultureInfo.InvariantCulture))]
            : [];
    }
}
