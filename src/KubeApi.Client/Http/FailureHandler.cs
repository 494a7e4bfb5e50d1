using System.Net;

namespace KubeApi.Client.Http;

/// <summary>
/// Throws a <see cref="Errors.KubeApiException"/> for a response that is a failure, so that callers see only successes: 2xx, 304 to a conditional request, 101
/// to an upgrade. The outermost handler.
/// </summary>
internal sealed class FailureHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.SwitchingProtocols
            || request.IsForwarded())
        {
            return response;
        }

        using (response)
        {
            throw await FailureResponse.ReadAsync(request, response, cancellationToken).ConfigureAwait(false);
        }
    }
}
