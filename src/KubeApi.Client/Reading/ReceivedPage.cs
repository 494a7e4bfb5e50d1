using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>A page of a list that is being received, even if it is not read yet.</summary>
internal sealed class ReceivedPage : IAsyncDisposable
{
    private readonly ApiResponse _response;

    private ReceivedPage(ApiResponse response)
    {
        _response = response;
        Body = new ReadAheadStream(response.Body);
    }

    public ReadAheadStream Body { get; }

    public static async Task<ReceivedPage> OpenAsync(ApiClient client, ApiRequest request, CancellationToken cancellationToken) =>
        new(await client.SendAsync(request, cancellationToken).ConfigureAwait(false));

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }
}
