namespace KubeApi.Client.Http;

/// <summary>
/// Expects another name in the server's certificate than the host's, and sends it as SNI. SocketsHttpHandler takes that name from the Host
/// header, and overwrites <c>SslOptions.TargetHost</c> with it; the header is the one way that also holds behind a proxy.
/// </summary>
internal sealed class ServerNameHandler(string? name, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Host = name ?? request.Headers.Host;
        return base.SendAsync(request, cancellationToken);
    }
}
