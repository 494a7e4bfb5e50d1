using System.Text;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>A log whose response is always the same.</summary>
/// <param name="body">The body.</param>
internal sealed class FixedLog(string body) : ILogSource
{
    public Task<(Stream Body, DateTimeOffset? Time)> OpenAsync(LogOptions options, CancellationToken cancellationToken) =>
        Task.FromResult<(Stream, DateTimeOffset?)>((new MemoryStream(Encoding.UTF8.GetBytes(body)), null));
}
