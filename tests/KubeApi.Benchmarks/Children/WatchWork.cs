using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks.Children;

/// <summary>Many watches of one object, each of which must see every change: one connection per watch with HTTP/1.1, a shared one with HTTP/2.</summary>
internal sealed class WatchWork(WorkSpec spec) : IWork
{
    private const int Watches = 50;
    private const int Changes = 100;
    private const string Collection = "/api/v1/namespaces/default/configmaps";
    private const string Name = "kubeapi-benchmark";

    private readonly HttpClient _http = RawHttp.Create(spec);

    public async Task<WorkResult> RunAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var version = await CreateAsync();
        var watches = await Task.WhenAll(Enumerable.Range(0, Watches).Select(_ => OpenAsync(version)));
        var first = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var reading = Task.WhenAll(watches.Select(ReadAsync));
        for (var i = 0; i < Changes; i++)
        {
            using var patch = JsonContent.Create(
                new { data = new { time = $"{Stopwatch.GetTimestamp()}" } }, new MediaTypeHeaderValue("application/merge-patch+json"));
            (await _http.PatchAsync($"{Collection}/{Name}", patch)).EnsureSuccessStatusCode().Dispose();
        }

        return new WorkResult(Watches * Changes, (await reading).Sum(), first);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<long> ReadAsync(HttpResponseMessage watch)
    {
        using (watch)
        {
            using var events = new StreamReader(await watch.Content.ReadAsStreamAsync());
            var length = 0L;
            for (var seen = 0; seen < Changes; seen++)
            {
                length += (await events.ReadLineAsync() ?? throw new InvalidOperationException("A watch ended early.")).Length;
            }

            return length;
        }
    }

    // The version from which the watches see every change.
    private async Task<string> CreateAsync()
    {
        using var created = await _http.PostAsJsonAsync(Collection, new { apiVersion = "v1", kind = "ConfigMap", metadata = new { name = Name } });
        if (created.StatusCode != HttpStatusCode.Conflict)
        {
            created.EnsureSuccessStatusCode();
        }

        var map = await _http.GetFromJsonAsync<JsonObject>($"{Collection}/{Name}");
        return map!["metadata"]!["resourceVersion"]!.GetValue<string>();
    }

    private async Task<HttpResponseMessage> OpenAsync(string version) => (await _http.GetAsync(
        $"{Collection}?watch=1&resourceVersion={version}&fieldSelector=metadata.name%3D{Name}",
        HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode();
}
