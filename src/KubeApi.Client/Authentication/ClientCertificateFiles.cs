using KubeApi.Client.Errors;

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

    private static ClientCertificate Read(string certificatePath, string keyPath) =>
        ClientCertificate.FromPem(ReadText(certificatePath, "certificate"), ReadText(keyPath, "key"), $"'{certificatePath}'", $"'{keyPath}'");

    private static string ReadText(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"The client {what} file '{path}' cannot be read: {e.Message}", e);
        }
    }
}
