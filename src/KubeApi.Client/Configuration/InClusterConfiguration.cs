using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>
/// The settings of a pod: the server from <c>KUBERNETES_SERVICE_HOST</c> and <c>_PORT</c>, its CA, the token and the namespace from the folder that the kubelet
/// mounts (client-go <c>rest/config.go</c>). If the environment was cleared, the server is the service's DNS name.
/// </summary>
public static class InClusterConfiguration
{
    /// <summary>The folder in which the kubelet mounts the service account.</summary>
    public const string DefaultFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    private const string HostVariable = "KUBERNETES_SERVICE_HOST";
    private const string PortVariable = "KUBERNETES_SERVICE_PORT";
    private const string ServiceName = "kubernetes.default.svc";

    /// <summary>Whether this is a pod: the token exists.</summary>
    public static bool IsAvailable(string folder = DefaultFolder) => File.Exists(Path.Combine(folder, "token"));

    /// <summary>Reads the settings.</summary>
    /// <exception cref="KubeApiException">A variable or a file is missing; the message names it.</exception>
    public static ConnectionSettings Read(HostEnvironment environment, string folder = DefaultFolder)
    {
        var host = environment.Variable(HostVariable);
        var token = Existing(folder, "token");
        var authority = Existing(folder, "ca.crt");
        List<string> warnings = host is null ? [$"The environment variable {HostVariable} is not set; using {ServiceName} as the server."] : [];
        return new ConnectionSettings
        {
            Server = host is null
                ? new Uri($"https://{ServiceName}")
                : ServerUri.Parse(Address(host, environment), $"The address of {HostVariable} and {PortVariable}"),
            PortService = host is null ? $"_https._tcp.{ServiceName}" : null,
            Name = "in-cluster",
            Source = $"service account {folder}",
            Namespace = environment.Variable("POD_NAMESPACE") ?? ReadNamespace(folder) ?? "default",
            Credential = new TokenFileCredential(token),
            CertificateAuthorities = CertificateBundle.ReadFile(authority, warnings),
            CertificateAuthorityFile = authority,
            CertificateAuthoritySource = authority,
            Warnings = warnings,
        };
    }

    private static string Address(string host, HostEnvironment environment)
    {
        var port = environment.Variable(PortVariable) ?? throw Invalid(
            $"The environment variable {HostVariable} is set, but {PortVariable} is not.", $"Set both, or neither to use {ServiceName} as the server.");
        return host.Contains(':', StringComparison.Ordinal) ? $"https://[{host.Trim('[', ']')}]:{port}" : $"https://{host}:{port}";
    }

    private static string Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw Invalid($"The service account's file '{path}' does not exist.").WithRemedy(Remedy.ServiceAccountFolder);
    }

    private static string? ReadNamespace(string folder)
    {
        var path = Path.Combine(folder, "namespace");
        return File.Exists(path) && TextFile.Read(path, "namespace file").Trim() is { Length: > 0 } name ? name : null;
    }
}
