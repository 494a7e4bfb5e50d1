namespace KubeApi.Client.Http;

/// <summary>
/// Expects another name than the host's in the server's certificate, and sends it as SNI. SocketsHttpHandler takes the name from the Host header and overwrites
/// <c>SslOptions.TargetHost</c>; only the header also works through a proxy.
/// </summary>
internal sealed class ServerNameHandler(string? name, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Host = name ?? request.Headers.Host;
        return base.SendAsync(request, cancellationToken);
    }
}
