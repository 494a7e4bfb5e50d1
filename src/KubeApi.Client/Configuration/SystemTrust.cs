namespace KubeApi.Client.Configuration;

/// <summary>The default CAs: a bundle that the environment names, as in curl and OpenSSL, or those of the system.</summary>
public static class SystemTrust
{
    private static readonly string[] s_variables = ["CURL_CA_BUNDLE", "SSL_CERT_FILE"];

    /// <summary>Adds the environment's bundle to settings that have no CA of their own.</summary>
    /// <exception cref="Errors.KubeApiException">The environment names an invalid file.</exception>
    public static ConnectionSettings Apply(ConnectionSettings settings, HostEnvironment environment)
    {
        if (settings.CertificateAuthorities is not null || settings.SkipCertificateCheck || !ServerUri.IsSecure(settings.Server))
        {
            return settings;
        }

        foreach (var variable in s_variables)
        {
            if (environment.Variable(variable) is { } path)
            {
                var file = environment.Resolve(path);
                List<string> warnings = [.. settings.Warnings];
                return settings with
                {
                    CertificateAuthorities = CertificateBundle.ReadFile(file, warnings),
                    CertificateAuthorityFile = file,
                    CertificateAuthoritySource = $"{variable} ({file})",
                    Warnings = warnings,
                };
            }
        }

        return settings;
    }
}
