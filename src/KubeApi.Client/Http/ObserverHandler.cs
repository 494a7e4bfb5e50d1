using System.Diagnostics;

namespace KubeApi.Client.Http;

/// <summary>Reports each request on the wire, and the Warning headers of its response (RFC 7234, code 299 only, KEP-1693), to the observer.</summary>
internal sealed class ObserverHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var observer = request.GetObserver();
        var started = Stopwatch.GetTimestamp();
        observer?.Sending(request.Method.Method, request.RequestUri!, request.GetApiRequest() is { IsLongRunning: true });
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            var auditId = response?.Headers.TryGetValues("Audit-Id", out var values) == true ? values.First() : "";
            observer?.Sent(new RequestTrace(
                request.Method.Method, request.RequestUri!, (int)(response?.StatusCode ?? 0), Stopwatch.GetElapsedTime(started), auditId));
        }

        // Unparsed, because the parsed form of a header with non-ASCII bytes is not reliable.
        if (response.Headers.NonValidated.TryGetValues("Warning", out var warnings))
        {
            foreach (var warning in warnings.SelectMany(WarningHeader.Parse))
            {
                observer?.Warning(warning);
            }
        }

        return response;
    }
}
