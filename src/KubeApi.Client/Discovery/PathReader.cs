using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Reads the paths that a server offers.</summary>
public static class PathReader
{
    /// <summary>
    /// The paths of <c>/</c>. If that is forbidden, as for most service accounts, those of <c>/openapi/v3</c>, which every authenticated user can read, with a
    /// warning.
    /// </summary>
    public static async Task<IReadOnlyList<ServerPath>> ReadAsync(ApiClient client, CancellationToken cancellationToken)
    {
        try
        {
            var root = await client.SendForJsonAsync(ApiRequest.Get("/"), cancellationToken).ConfigureAwait(false);
            return [.. root.Texts("paths").Select(ServerPath.Parse)];
        }
        catch (KubeApiException e) when (e.StatusCode == 403)
        {
            var index = await client.SendForJsonAsync(ApiRequest.Get("/openapi/v3"), cancellationToken).ConfigureAwait(false);
            client.Observer?.Warning(
                "This user cannot read '/'. The paths come from /openapi/v3, which has no health checks and metrics.");
            return index.Child("paths") is { ValueKind: JsonValueKind.Object } paths
                ? [.. paths.EnumerateObject().Select(p => ServerPath.Parse("/" + p.Name))]
                : [];
        }
    }
}
