namespace KubeApi.Client.Http;

/// <summary>
/// Sends upgrades that stream input over separate connections: the server may accept no data on them for a long time, which on any other connection means
/// that it is dead.
/// </summary>
/// <param name="ordinary">Sends all other requests.</param>
/// <param name="streams">Sends these upgrades.</param>
internal sealed class StreamTransport(HttpMessageHandler ordinary, HttpMessageHandler streams) : HttpMessageHandler
{
    private readonly HttpMessageInvoker _ordinary = new(ordinary);
    private readonly HttpMessageInvoker _streams = new(streams);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        (request.GetApiRequest() is { SendsStream: true } ? _streams : _ordinary).SendAsync(request, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ordinary.Dispose();
            _streams.Dispose();
        }

        base.Dispose(disposing);
    }
}
