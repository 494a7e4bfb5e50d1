using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>Resolves a context of a kubeconfig to connection settings.</summary>
public static class KubeConfigResolver
{
    /// <summary>The settings of a context, or of the current one.</summary>
    /// <exception cref="KubeApiException">The context, its cluster or its user is missing or invalid.</exception>
    public static ConnectionSettings Resolve(KubeConfig config, HostEnvironment environment, string? contextName = null, ConnectionOverrides? overrides = null)
    {
        overrides ??= new ConnectionOverrides();
        var selection = KubeConfigSelection.Select(config, contextName, overrides);
        var cluster = selection.Cluster;
        var warnings = new List<string>();
        var server = KubeConfigFields.Server(cluster);
        var user = UserFor(selection, server, warnings);
        var skip = KubeConfigFields.SkipsCertificateCheck(cluster, server);
        // TLS settings are ignored over plain http, even invalid ones.
        var authority = ServerUri.IsSecure(server) ? ReadFileOrData(cluster, "certificate-authority", warnings) : null;
        var certificate = Certificate(user, warnings);
        // A credential in the file has priority over a plugin, as in client-go.
        ICredential credential = Credential(user)
            ?? (certificate is null ? ExecConfig.Read(user, cluster, authority, overrides, environment, config.Yaml, warnings) : null as ICredential)
            ?? new AnonymousCredential(AnonymousCredential.Nothing);
        var settings = new ConnectionSettings
        {
            Server = server,
            Name = selection.Name,
            Source = $"kubeconfig {(selection.Context ?? cluster).File}",
            Namespace = selection.Context?.Text("namespace") ?? "default",
            Credential = credential,
            Impersonation = ImpersonationFor(selection, overrides.Impersonation, server),
            ClientCertificate = certificate,
            SkipCertificateCheck = skip,
            TlsServerName = ServerUri.IsSecure(server) ? overrides.TlsServerName ?? cluster.Text("tls-server-name") : null,
            Proxy = overrides.Proxy ?? KubeConfigFields.Proxy(cluster),
            DisableCompression = cluster.IsTrue("disable-compression"),
            Warnings = warnings,
        };
        return authority is not null
            ? settings with
            {
                CertificateAuthorities = CertificateBundle.Parse(authority, $"The certificate authority of the cluster '{cluster}'", warnings),
                CertificateAuthorityFile = FileOf(cluster, "certificate-authority"),
                CertificateAuthoritySource = $"the cluster '{cluster}'",
            }
            : SystemTrust.Apply(settings, environment);
    }

    // The user whose credential is sent; null for none.
    private static KubeConfigEntry? UserFor(KubeConfigSelection selection, Uri server, List<string> warnings)
    {
        if (selection.MissingUser is { } missing)
        {
            warnings.Add($"The context '{selection.Context}' names the user '{missing}', which the kubeconfig does not contain: no credential is sent.");
        }

        var user = selection.User;
        if (user is not null && !ServerUri.IsSecure(server) && KubeConfigFields.HasCredential(user))
        {
            warnings.Add($"The credential of the user '{user.Name}' is not sent to '{server}': without https, it would travel in clear text.");
            return null;
        }

        if (user is not null)
        {
            KubeConfigFields.Validate(user);
        }

        return user;
    }

    // Unlike a credential, an impersonation is not dropped over plain http: the proxy there would act with its own credential, which may have more rights.
    private static Impersonation? ImpersonationFor(KubeConfigSelection selection, Impersonation? overrides, Uri server)
    {
        var impersonation = (selection.User is { } user ? KubeConfigFields.Impersonation(user) : new Impersonation()).With(overrides);
        return impersonation.IsEmpty ? null : impersonation.Check(selection.User is null ? "The command" : $"The user '{selection.User}'").RequireHttps(server);
    }

    // A token file has priority over a token, as in client-go.
    private static ICredential? Credential(KubeConfigEntry? user) =>
        user is null ? null
        : user.FilePath("tokenFile") is { } file ? new TokenFileCredential(file, user.Text("token"))
        : user.Text("token") is { } token ? new TokenCredential(token)
        : user.Text("username") is { } name ? new BasicCredential(name, user.Text("password") ?? "")
        : AuthProvider.Read(user);

    private static IClientCertificateSource? Certificate(KubeConfigEntry? user, List<string> warnings)
    {
        if (user is null)
        {
            return null;
        }

        if (FileOf(user, "client-certificate") is { } certificatePath && FileOf(user, "client-key") is { } keyPath)
        {
            return new ClientCertificateFiles(certificatePath, keyPath);
        }

        var certificate = ReadFileOrData(user, "client-certificate", warnings);
        var key = ReadFileOrData(user, "client-key", warnings);
        return (certificate, key) switch
        {
            (null, null) => null,
            (not null, not null) => ClientCertificate.FromPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key), $"the user '{user}'"),
            _ => throw Invalid($"The user '{user}' has only one of client certificate and client key."),
        };
    }

    // The file of a field that is not inline data; null for none.
    private static string? FileOf(KubeConfigEntry entry, string field) => entry.Text(field + "-data") is null ? entry.FilePath(field) : null;

    private static byte[]? ReadFileOrData(KubeConfigEntry entry, string field, List<string> warnings)
    {
        if (entry.Text(field + "-data") is { } data)
        {
            if (entry.Text(field) is not null)
            {
                warnings.Add($"'{entry}' has {field}-data and a {field} file: the data is used, and the file is ignored.");
            }

            var bytes = new byte[data.Length];
            return Convert.TryFromBase64String(data, bytes, out var length)
                ? bytes[..length]
                : throw Invalid($"The {field}-data of '{entry}' is not base64.");
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
}
