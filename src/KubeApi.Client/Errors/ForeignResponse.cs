namespace KubeApi.Client.Errors;

/// <summary>A response that no Kubernetes API server gives: of a load balancer, or of a server whose API is behind a path.</summary>
public static class ForeignResponse
{
    /// <summary>What to check then.</summary>
    public const string Advice = "Check the address; a server behind a path takes that path too, as in https://rancher.example/k8s/clusters/c-1.";
}
