namespace KubeApi.Client.Errors;

/// <summary>A response that is not from a Kubernetes API server, but from a load balancer or from a server whose API is below another path.</summary>
public static class ForeignResponse
{
    /// <summary>The recommended action.</summary>
    public const string Advice = "Check the address. If the server is below a path, the address includes it, such as https://rancher.example/k8s/clusters/c-1.";
}
