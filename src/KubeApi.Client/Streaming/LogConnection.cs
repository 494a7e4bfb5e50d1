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
        return (new ResponseBody(response), response.Date);
    }

    // Disposing the body ends the request.
    private sealed class ResponseBody(ApiResponse response) : AsyncReadStream
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
