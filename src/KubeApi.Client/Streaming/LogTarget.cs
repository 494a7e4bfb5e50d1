using KubeApi.Client.Http;

namespace KubeApi.Client.Streaming;

/// <summary>A container whose log is read.</summary>
/// <param name="Client">The client of the server.</param>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container's name.</param>
/// <param name="Owner">The caller's identification of the server.</param>
public sealed record LogTarget(ApiClient Client, string Namespace, string Pod, string Container, object Owner)
{
    /// <summary>The pod and container, for messages: <c>web-1/app</c>.</summary>
    public override string ToString() => $"{Pod}/{Container}";
}
