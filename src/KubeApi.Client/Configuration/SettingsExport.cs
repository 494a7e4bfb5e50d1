using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Authentication;
using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>Writes the settings of a connection as the cluster and the user of a kubeconfig.</summary>
public static class SettingsExport
{
    /// <summary>The fields of the cluster. CA certificates are part of them.</summary>
    public static JsonObject ToCluster(ConnectionSettings settings)
    {
        var cluster = new JsonObject { ["server"] = settings.Server.AbsoluteUri.TrimEnd('/') };
        if (settings.CertificateAuthorities is { Count: > 0 } authorities && !settings.SkipCertificateCheck)
        {
            cluster["certificate-authority-data"] = Base64(authorities.ExportCertificatePems() + "\n");
        }

        Set(cluster, "insecure-skip-tls-verify", settings.SkipCertificateCheck);
        Set(cluster, "tls-server-name", settings.TlsServerName);
        Set(cluster, "proxy-url", settings.Proxy?.OriginalString);
        Set(cluster, "disable-compression", settings.DisableCompression);
        return cluster;
    }

    /// <summary>
    /// The fields of the user, which may be secret. Files and plugins are written as references, so the credential can be renewed; any other token
    /// is written with its current value.
    /// </summary>
    /// <param name="settings">The settings.</param>
    /// <param name="caller">The caller, on whose thread a script may run; null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The fields, and the expiry of the token; null for no token, or one that can be renewed.</returns>
    /// <exception cref="KubeApiException">The credential is unavailable, or its key cannot be exported.</exception>
    public static async Task<(JsonObject User, DateTimeOffset? Expires)> ToUserAsync(
        ConnectionSettings settings, ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        var user = new JsonObject();
        var expires = default(DateTimeOffset?);
        switch (settings.Credential)
        {
            case TokenFileCredential file:
                user["tokenFile"] = file.Path;
                break;
            case ExecCredential exec:
                user["exec"] = ToExec(exec.Plugin);
                break;
            default:
                var header = (await settings.Credential.GetAsync(caller, cancellationToken).ConfigureAwait(false)).Authorization ?? "";
                expires = SetHeader(user, header);
                break;
        }

        SetCertificate(user, settings.ClientCertificate);
        SetImpersonation(user, settings.Impersonation);
        return (user, expires);
    }

    private static DateTimeOffset? SetHeader(JsonObject user, string header)
    {
        if (header.Split(' ', 2) is not [var scheme, var value])
        {
            return null;
        }

        if (scheme == "Basic")
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(value)).Split(':', 2);
            (user["username"], user["password"]) = (parts[0], parts[1]);
            return null;
        }

        user["token"] = value;
        return JsonWebToken.ExpiryOf(value);
    }

    private static void SetCertificate(JsonObject user, IClientCertificateSource? source)
    {
        if (source is ClientCertificateFiles files)
        {
            (user["client-certificate"], user["client-key"]) = (files.CertificatePath, files.KeyPath);
        }
        else if (source is not null)
        {
            X509Certificate2Collection chain = [source.Current.Certificate, .. source.Current.Chain];
            user["client-certificate-data"] = Base64(chain.ExportCertificatePems() + "\n");
            user["client-key-data"] = Base64(ExportKey(source.Current.Certificate) + "\n");
        }
    }

    private static string ExportKey(X509Certificate2 certificate)
    {
        try
        {
            using AsymmetricAlgorithm? key = certificate.GetRSAPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey();
            return key?.ExportPkcs8PrivateKeyPem() ?? throw new CryptographicException("its algorithm is neither RSA nor ECDSA");
        }
        catch (CryptographicException e)
        {
            throw new KubeApiException(
                FailureKind.InvalidConfiguration, $"The private key of the client certificate '{certificate.Subject}' cannot be exported: {e.Message}", e);
        }
    }

    private static void SetImpersonation(JsonObject user, Impersonation? impersonation)
    {
        Set(user, "as", impersonation?.User);
        Set(user, "as-uid", impersonation?.Uid);
        if (impersonation is { Groups.Count: > 0 })
        {
            user["as-groups"] = Texts(impersonation.Groups);
        }

        if (impersonation is { Extra.Count: > 0 })
        {
            user["as-user-extra"] = new JsonObject(impersonation.Extra.Select(e => KeyValuePair.Create<string, JsonNode?>(e.Key, Texts(e.Value))));
        }
    }

    private static JsonObject ToExec(ExecPlugin plugin)
    {
        var exec = new JsonObject
        {
            ["apiVersion"] = plugin.ApiVersion,
            ["command"] = plugin.Command,
            ["args"] = Texts(plugin.Arguments),
            ["interactiveMode"] = plugin.InteractiveMode.ToString(),
        };
        if (plugin.Variables.Count > 0)
        {
            exec["env"] = new JsonArray([.. plugin.Variables.Select(v => new JsonObject { ["name"] = v.Name, ["value"] = v.Value })]);
        }

        Set(exec, "installHint", plugin.InstallHint.Length > 0 ? plugin.InstallHint : null);
        Set(exec, "provideClusterInfo", plugin.Cluster is not null);
        return exec;
    }

    private static void Set(JsonObject o, string name, string? value)
    {
        if (value is not null)
        {
            o[name] = value;
        }
    }

    private static void Set(JsonObject o, string name, bool value)
    {
        if (value)
        {
            o[name] = value;
        }
    }

    private static JsonArray Texts(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
