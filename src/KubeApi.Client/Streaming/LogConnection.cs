using KubeApi.Client.Errors;
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
            return (response.Body, response.Date);
        }

        using (response)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"The server returned {response.MediaType} instead of the log of {target}.")
            {
                RecommendedAction = ForeignResponse.Advice,
            };
        }
    }
}
