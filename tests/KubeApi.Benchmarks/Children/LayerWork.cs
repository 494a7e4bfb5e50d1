using System.Management.Automation;
using KubeApi.Benchmarks.Cmdlets;
using KubeApi.Benchmarks.Servers;
using KubeApi.Client.Http;
using KubeApi.Client.Objects;
using KubeApi.Client.Requests;
using KubeApi.Output;

namespace KubeApi.Benchmarks.Children;

/// <summary>The client without the engine, layer upon layer: where the time goes is what one takes more than the one below it.</summary>
internal sealed class LayerWork(WorkSpec spec) : IWork, IRequestObserver
{
    private static readonly GroupVersionResource s_pods = new("", "v1", "pods", true);

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
        await foreach (var json in ObjectReader.ListAsync(_client, s_pods, null, options, this))
        {
            body += json.Length;
            items++;
            if (spec.Kind == "cut")
            {
                continue;
            }

            var o = (PSObject)ApiObject.Create(new JsonSource(json, _names, spec.Kind == "eager"), null, "v1", "Pod")!;
            if (spec.Kind == "eager")
            {
                ReadEverythingCommand.Read(o);
            }
            else if (spec.Kind == "status")
            {
                _ = ((PSObject)o.Properties["status"].Value).Properties["phase"].Value;
            }
        }

        return new WorkResult(items, body, 0);
    }

    public void Dispose() => _client.Dispose();

    void IRequestObserver.Warning(string message) => System.Console.Error.WriteLine(message);

    void IRequestObserver.Sent(RequestTrace trace)
    {
    }

    void IRequestObserver.Listed(string resource, int delivered, long remaining)
    {
    }

    // As the raw download, through our own handlers.
    private async Task<WorkResult> ReadBodiesAsync()
    {
        var buffer = new byte[128 * 1024];
        var total = 0L;
        using var response = await _client.SendAsync(ResourceRequests.List(s_pods, null, new ListOptions { PageSize = 0 }), default);
        int read;
        while ((read = await response.Body.ReadAsync(buffer)) > 0)
        {
            total += read;
        }

        return new WorkResult(1, total, 0);
    }
}
