using System.Diagnostics;

namespace KubeApi.Client.Http;

/// <summary>Tells the observer of each request that goes over the wire.</summary>
internal sealed class TraceHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        HttpResponseMessage? response = null;
        try
        {
            return response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            var auditId = response?.Headers.TryGetValues("Audit-Id", out var values) == true ? values.First() : "";
            request.GetObserver()?.Sent(new RequestTrace(
                request.Method.Method, request.RequestUri!, (int)(response?.StatusCode ?? 0), Stopwatch.GetElapsedTime(started), auditId));
        }
    }
}
