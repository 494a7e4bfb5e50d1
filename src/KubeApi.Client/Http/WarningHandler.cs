namespace KubeApi.Client.Http;

/// <summary>Passes the server's Warning headers on (RFC 7234, code 299 only, KEP-1693).</summary>
internal sealed class WarningHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.GetObserver() is { } observer && response.Headers.TryGetValues("Warning", out var values))
        {
            foreach (var warning in values.SelectMany(WarningHeader.Parse))
            {
                observer.Warning(warning);
            }
        }

        return response;
    }
}
