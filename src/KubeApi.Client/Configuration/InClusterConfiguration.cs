using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>
/// The settings of a pod: the server from <c>KUBERNETES_SERVICE_HOST</c> and <c>_PORT</c>, its CA, the token and the namespace from the folder
/// that the kubelet mounts (client-go <c>rest/config.go</c>).
/// </summary>
public static class InClusterConfiguration
{
    /// <summary>Where the kubelet mounts the service account.</summary>
    public const string DefaultFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const string HostVariable = "KUBERNETES_SERVICE_HOST";
    private const string PortVariable = "KUBERNETES_SERVICE_PORT";

    /// <summary>Whether this looks like a pod: both variables and the token are there.</summary>
    public static bool IsAvailable(HostEnvironment environment, string folder = DefaultFolder) =>
        environment.Variable(HostVariable) is not null && environment.Variable(PortVariable) is not null && File.Exists(Path.Combine(folder, "token"));

    /// <summary>Reads the settings.</summary>
    /// <exception cref="KubeApiException">A variable or a file is missing; the message names it.</exception>
    public static ConnectionSettings Read(HostEnvironment environment, string folder = DefaultFolder)
    {
        var host = Require(environment, HostVariable);
        var port = Require(environment, PortVariable);
        var token = Existing(folder, "token");
        var authority = Existing(folder, "ca.crt");
        var address = host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]:{port}" : $"https://{host}:{port}";
        return new ConnectionSettings
        {
            Server = ServerUri.Parse(address, $"The address of {HostVariable} and {PortVariable}"),
            Name = "in-cluster",
            Source = $"service account {folder}",
            Namespace = environment.Variable("POD_NAMESPACE") ?? ReadNamespace(folder) ?? "default",
            Credential = new TokenFileCredential(token),
            CertificateAuthorities = CertificateBundle.ReadFile(authority),
            CertificateAuthorityFile = authority,
            CertificateAuthoritySource = authority,
        };
    }

    private static string Require(HostEnvironment environment, string variable) =>
        environment.Variable(variable) ?? throw new KubeApiException(
            FailureKind.InvalidConfiguration, $"The environment variable {variable} is not set: this is not a pod, or its environment was cleared.")
        {
            RecommendedAction = $"Outside a pod set {HostVariable} and {PortVariable} to the server's address, or connect with -Uri or a kubeconfig.",
        };

    private static string Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new KubeApiException(
            FailureKind.InvalidConfiguration, $"The service account's file '{path}' does not exist.")
        {
            RecommendedAction = "Check that the pod mounts its service account (automountServiceAccountToken), or give the folder with -ServiceAccountPath.",
        };
    }

    private static string? ReadNamespace(string folder)
    {
        var path = Path.Combine(folder, "namespace");
        return File.Exists(path) && TextFile.Read(path, "namespace file").Trim() is { Length: > 0 } name ? name : null;
    }
}
