using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Authentication;

/// <summary>A client certificate and its key in PEM files (or one file) that another program renews.</summary>
public sealed class ClientCertificateFiles : IClientCertificateSource
{
    private readonly FileValue<ClientCertificate> _files;

    /// <summary>Reads the files.</summary>
    /// <exception cref="KubeApiException">They cannot be read, or do not belong together.</exception>
    public ClientCertificateFiles(string certificatePath, string keyPath)
    {
        (CertificatePath, KeyPath) = (certificatePath, keyPath);
        _files = new FileValue<ClientCertificate>(
            Read(certificatePath, keyPath),
            // An unchanged certificate needs no new connections.
            last => Read(certificatePath, keyPath) is var fresh && fresh.IsSameAs(last) ? last : fresh,
            certificatePath, keyPath);
    }

    /// <summary>The file of the certificate.</summary>
    public string CertificatePath { get; }

    /// <summary>The file of the key.</summary>
    public string KeyPath { get; }

    /// <inheritdoc/>
    public ClientCertificate Current => _files.Current;

    private static ClientCertificate Read(string certificatePath, string keyPath)
    {
        var (certificate, key) = (ReadText(certificatePath, "certificate"), ReadText(keyPath, "key"));
        var labels = PemBlock.Read(key).ToList();
        return keyPath != certificatePath || !labels.Exists(b => b.IsCertificate) || labels.Exists(b => b.IsPrivateKey)
            ? ClientCertificate.FromPem(certificate, key, $"'{certificatePath}'", $"'{keyPath}'")
            : throw Invalid($"The file '{certificatePath}' contains a client certificate, but no private key.").WithRemedy(Remedy.ClientKey);
    }

    private static string ReadText(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"The client {what} file '{path}' cannot be read: {FileFault.Describe(path, e)}", e);
        }
    }
}
