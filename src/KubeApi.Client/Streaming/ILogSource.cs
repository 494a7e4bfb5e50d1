using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>Opens the log of one container: the part of <see cref="ContainerLog"/> that talks to the server.</summary>
internal interface ILogSource
{
    /// <summary>Sends the request.</summary>
    /// <returns>The body, and the time of the response by the server's clock. Reading throws <see cref="KubeApiException"/> if the connection breaks.</returns>
    /// <exception cref="KubeApiException">The server refused, or there was no response.</exception>
    Task<(Stream Body, DateTimeOffset? Time)> OpenAsync(LogOptions options, CancellationToken cancellationToken);
}
