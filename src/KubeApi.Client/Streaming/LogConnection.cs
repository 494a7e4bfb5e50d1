using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>Opens the log of a container on its server.</summary>
internal sealed class LogConnection(LogTarget target) : ILogSource
{
    public async Task<(Stream Body, DateTimeOffset? Time)> OpenAsync(LogOptions options, CancellationToken cancellationToken)
    {
        var request = PodRequests.Log(target.Namespace, target.Pod, options with { Container = target.Container });
        var response = await target.Client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.MediaType is null or "text/plain")
        {
            return (new ResponseBody(response), response.Date);
        }

        using (response)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"The server returned {response.MediaType} instead of the log of {target}.")
            {
                RecommendedAction = ForeignResponse.Advice,
            };
        }
    }

    // Disposing the body ends the request.
    private sealed class ResponseBody(ApiResponse response) : AsyncStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            response.Body.ReadAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                response.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
