using System.Management.Automation;
using KubeApi.Benchmarks.Servers;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Output;

namespace KubeApi.Benchmarks.Children;

/// <summary>The client without the engine, layer by layer: the cost of a layer is its difference from the one below.</summary>
internal sealed class LayerWork(WorkSpec spec) : IWork
{
    private readonly ApiClient _client = new(Target.Read(spec.KubeConfig));
    private readonly NameTable _names = new();

    public async Task<WorkResult> RunAsync()
    {
        if (spec.Kind == "body")
        {
            return await ReadBodiesAsync();
        }

        var (items, body) = (0L, 0L);
        var options = new ListOptions { PageSize = spec.PageSize };
        await foreach (var (json, _, _) in ObjectReader.ListAsync(_client.ObservedBy(new PodList()), PodList.Resource, null, options))
        {
            body += json.Length;
            items++;
            if (spec.Kind == "cut")
            {
                continue;
            }

            if (spec.Kind == "eager")
            {
                EagerObject.Read(json, _names);
                continue;
            }

            var o = (PSObject)ApiObject.Create(new JsonSource(json, _names, false), null, "v1", "Pod")!;
            if (spec.Kind == "status")
            {
                _ = ((PSObject)o.Properties["status"].Value).Properties["phase"].Value;
            }
        }

        return new WorkResult(items, body, 0);
    }

    public void Dispose() => _client.Dispose();

    // Like the raw download, but through the client's handlers.
    private async Task<WorkResult> ReadBodiesAsync()
    {
        var buffer = new byte[128 * 1024];
        var total = 0L;
        using var response = await _client.SendAsync(ResourceRequests.List(PodList.Resource, null, new ListOptions { PageSize = 0 }), default);
        int read;
        while ((read = await response.Body.ReadAsync(buffer)) > 0)
        {
            total += read;
        }

        return new WorkResult(1, total, 0);
    }
}
