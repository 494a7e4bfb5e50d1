using System.Globalization;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Benchmarks.Servers;

/// <summary>
/// The number of bytes of pod lists that a cluster has sent, by its own metrics: the same measure for every client. The sandbox does not count.
/// </summary>
internal sealed class SentBytes(string kubeConfig) : IDisposable
{
    private static readonly string[] s_labels = ["""group="",""", """resource="pods",""", """scope="cluster",""", "verb=\"LIST\""];

    private readonly ApiClient _client = new(Target.Read(kubeConfig));

    /// <summary>0 for a server without metrics.</summary>
    public async Task<long> ReadAsync()
    {
        string metrics;
        try
        {
            using var response = await _client.SendAsync(ApiRequest.Get("/metrics") with { Accept = "text/plain" }, default);
            metrics = Encoding.UTF8.GetString(await response.ReadAllAsync(default));
        }
        catch (KubeApiException exception) when (exception.StatusCode == 404)
        {
            return 0;
        }

        return (long)metrics.Split('\n')
            .Where(
                line =>
                    line.StartsWith("apiserver_response_sizes_sum{", StringComparison.Ordinal)
                        && s_labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public void Dispose() => _client.Dispose();
}
