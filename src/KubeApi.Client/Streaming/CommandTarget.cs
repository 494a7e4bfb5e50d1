using KubeApi.Client.Http;

namespace KubeApi.Client.Streaming;

/// <summary>A container in which a command runs.</summary>
/// <param name="Client">The client of the server.</param>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container's name; null for the one that the server chooses.</param>
/// <param name="Owner">The caller's identification of the server.</param>
public sealed record CommandTarget(ApiClient Client, string Namespace, string Pod, string? Container, object Owner)
{
    /// <summary>The pod and container, for messages: <c>web-1/app</c>.</summary>
    public override string ToString() => Container is null ? Pod : $"{Pod}/{Container}";
}
