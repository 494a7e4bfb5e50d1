using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>Makes connection settings of a context of a kubeconfig.</summary>
public static class KubeConfigResolver
{
    // Ignoring one of these would connect as somebody else, or by another way, than the file says.
    private static readonly string[] s_unsupportedUserFields = ["auth-provider", "as", "as-uid", "as-groups", "as-user-extra"];
    private static readonly string[] s_unsupportedClusterFields = ["proxy-url"];
    private static readonly string[] s_credentialFields = ["token", "tokenFile", "username", "client-certificate", "client-certificate-data", "exec"];

    /// <summary>The settings of a context, or of the current one.</summary>
    /// <exception cref="KubeApiException">The context, its cluster or its user is missing or cannot be used.</exception>
    public static ConnectionSettings Resolve(KubeConfig config, HostEnvironment environment, string? contextName = null)
    {
        var context = FindContext(config, contextName);
        var cluster = Find(context, "cluster", config.Cluster);
        var user = context.Text("user") is null ? null : Find(context, "user", config.User);
        Refuse(cluster, "cluster", s_unsupportedClusterFields);
        Refuse(user, "user", s_unsupportedUserFields);

        var warnings = new List<string>();
        var server = ServerUri.Parse(cluster.Text("server") ?? throw Invalid($"The cluster '{cluster}' of the kubeconfig has no server."), $"The server of the cluster '{cluster}'");
        var authority = ReadFileOrData(cluster, "certificate-authority");
        var skip = cluster.IsTrue("insecure-skip-tls-verify");
        if (skip && authority is not null)
        {
            throw Invalid($"The cluster '{cluster}' has a certificate authority and insecure-skip-tls-verify: only one of them can be meant.");
        }

        var isSecure = server.Scheme == Uri.UriSchemeHttps;
        if (!isSecure && user is not null && HasCredential(user))
        {
            warnings.Add($"The credential of the user '{user.Name}' is not sent: the server '{server}' is not https, and it would travel in clear text.");
            user = null;
        }

        var certificate = Certificate(user);
        // What the file itself holds is meant rather than a plugin, as in client-go.
        ICredential credential = Credential(user)
            ?? (certificate is null ? ExecConfig.Read(user, cluster, authority, environment, warnings) : null as ICredential)
            ?? new AnonymousCredential(AnonymousCredential.Nothing);
        var settings = new ConnectionSettings
        {
            Server = server,
            Name = context.Name,
            Source = $"kubeconfig {context.File}",
            Namespace = context.Text("namespace") ?? "default",
            Credential = credential,
            ClientCertificate = certificate,
            SkipCertificateCheck = skip,
            TlsServerName = cluster.Text("tls-server-name"),
            DisableCompression = cluster.IsTrue("disable-compression"),
            Warnings = warnings,
        };
        return authority is not null
            ? settings with
            {
                CertificateAuthorities = CertificateBundle.Parse(authority, $"The certificate authority of the cluster '{cluster}'"),
                CertificateAuthorityFile = FileOf(cluster, "certificate-authority"),
                CertificateAuthoritySource = $"the cluster '{cluster}'",
            }
            : SystemTrust.Apply(settings, environment);
    }

    private static KubeConfigEntry FindContext(KubeConfig config, string? name)
    {
        var wanted = name ?? config.CurrentContext
            ?? throw Invalid($"The kubeconfig ({string.Join(", ", config.Files)}) names no current-context. Its contexts: {Names(config)}.", "Give one with -Context.");
        return config.Context(wanted)
            ?? throw Invalid($"The kubeconfig ({string.Join(", ", config.Files)}) has no context '{wanted}'. Its contexts: {Names(config)}.", "Names are matched with exact case.");
    }

    private static string Names(KubeConfig config) => config.ContextNames.Count > 0 ? string.Join(", ", config.ContextNames) : "none";

    private static KubeConfigEntry Find(KubeConfigEntry context, string field, Func<string, KubeConfigEntry?> find)
    {
        var name = context.Text(field) ?? throw Invalid($"The context '{context}' names no {field}.");
        return find(name) ?? throw Invalid($"The context '{context}' names the {field} '{name}', which the kubeconfig does not hold.");
    }

    private static void Refuse(KubeConfigEntry? entry, string what, string[] fields)
    {
        if (fields.FirstOrDefault(f => entry?.Has(f) == true) is { } field)
        {
            throw Invalid(
                $"The {what} '{entry}' of the kubeconfig uses '{field}', which this version of KubeApi does not support.",
                "Connect with -Uri, -CertificateAuthority and -Token instead.");
        }
    }

    private static bool HasCredential(KubeConfigEntry user) => s_credentialFields.Any(user.Has);

    // A token file wins over a token, as in client-go.
    private static ICredential? Credential(KubeConfigEntry? user) =>
        user is null ? null
        : user.FilePath("tokenFile") is { } file ? new TokenFileCredential(file)
        : user.Text("token") is { } token ? new TokenCredential(token)
        : user.Text("username") is { } name ? new BasicCredential(name, user.Text("password") ?? "")
        : null;

    private static IClientCertificateSource? Certificate(KubeConfigEntry? user)
    {
        if (user is null)
        {
            return null;
        }

        if (FileOf(user, "client-certificate") is { } certificatePath && FileOf(user, "client-key") is { } keyPath)
        {
            return new ClientCertificateFiles(certificatePath, keyPath);
        }

        var certificate = ReadFileOrData(user, "client-certificate");
        var key = ReadFileOrData(user, "client-key");
        return (certificate, key) switch
        {
            (null, null) => null,
            (not null, not null) => ClientCertificate.FromPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key), $"the user '{user}'"),
            _ => throw Invalid($"The user '{user}' has only one of client certificate and client key; they belong together."),
        };
    }

    // The file of a field that is not given as data; null if there is none.
    private static string? FileOf(KubeConfigEntry entry, string field) => entry.Text(field + "-data") is null ? entry.FilePath(field) : null;

    private static byte[]? ReadFileOrData(KubeConfigEntry entry, string field)
    {
        if (entry.Text(field + "-data") is { } data)
        {
            var bytes = new byte[data.Length];
            return Convert.TryFromBase64String(data, bytes, out var length)
                ? bytes[..length]
                : throw Invalid($"The {field}-data of '{entry}' is no base64.");
        }

        try
        {
            return entry.FilePath(field) is { } path ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"The {field} of '{entry}' cannot be read: {e.Message}");
        }
    }

    private static KubeApiException Invalid(string message, string? action = null) =>
        new(FailureKind.InvalidConfiguration, message) { RecommendedAction = action };
}
