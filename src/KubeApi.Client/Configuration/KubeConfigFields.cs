using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>Reads the fields of a cluster and a user, without reading the files that they name and without requests.</summary>
internal static class KubeConfigFields
{
    private static readonly string[] s_credentialFields =
        ["exec", "auth-provider", "token", "tokenFile", "username", "password", "client-certificate", "client-certificate-data"];

    /// <exception cref="KubeApiException">The server is missing or not an address.</exception>
    public static Uri Server(KubeConfigEntry cluster) => ServerUri.Parse(
        cluster.Text("server") ?? throw Invalid($"The cluster '{cluster}' of the kubeconfig has no server."), $"The server of the cluster '{cluster}'");

    /// <exception cref="KubeApiException">The value is not the address of a proxy.</exception>
    public static Uri? Proxy(KubeConfigEntry cluster) =>
        cluster.Text("proxy-url") is { } proxy ? ProxyUri.Parse(proxy, $"The proxy-url of the cluster '{cluster}'") : null;

    /// <summary>Whether the server's certificate is not verified. Plain http has no certificate.</summary>
    /// <exception cref="KubeApiException">The cluster has a CA, too.</exception>
    public static bool SkipsCertificateCheck(KubeConfigEntry cluster, Uri server)
    {
        var skip = ServerUri.IsSecure(server) && cluster.IsTrue("insecure-skip-tls-verify");
        return !skip || (cluster.Text("certificate-authority") ?? cluster.Text("certificate-authority-data")) is null
            ? skip
            : throw Invalid($"The cluster '{cluster}' has both a certificate authority and insecure-skip-tls-verify. Remove one of them.");
    }

    public static bool HasCredential(KubeConfigEntry user) => s_credentialFields.Any(user.Has);

    /// <summary>The kind of a user's authentication, for display. Reads no file and runs no program.</summary>
    /// <exception cref="KubeApiException">The user's authentication is not supported, or contradictory.</exception>
    public static string Authentication(KubeConfigEntry? user)
    {
        if (user is null)
        {
            return AnonymousCredential.Nothing;
        }

        Validate(user);
        return (user.Text("client-certificate-data") ?? user.Text("client-certificate")) is not null ? "client certificate"
            : user.FilePath("tokenFile") is { } file ? $"token file {file}"
            : user.Text("token") is not null ? "token"
            : user.Text("username") is not null ? "user name and password"
            : user.Has("auth-provider") ? IdTokenCredential.Kind
            : user.Has("exec") ? $"exec plugin {user.Child("exec").Text("command")}"
            : AnonymousCredential.Nothing;
    }

    /// <exception cref="KubeApiException">The user's authentication is not supported, or contradictory.</exception>
    public static void Validate(KubeConfigEntry user)
    {
        AuthProvider.Check(user);
        // An error as in kubectl, because the two contradict each other.
        if (user.Text("token") is not null && (user.Text("username") ?? user.Text("password")) is not null)
        {
            throw Invalid($"The user '{user}' of the kubeconfig has both a token and a user name with password. Remove one of them.");
        }
    }

    /// <summary>The impersonated user; null for none.</summary>
    /// <exception cref="KubeApiException">A field has the wrong type, or a value cannot be sent.</exception>
    public static Impersonation Impersonation(KubeConfigEntry user) => new()
    {
        User = user.Text("as"),
        Uid = user.Text("as-uid"),
        Groups = user.Texts("as-groups"),
        Extra = user.TextLists("as-user-extra"),
    };
}
