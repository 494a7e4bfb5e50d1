using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>Reads CA certificates: one or many in PEM, or one in DER.</summary>
public static class CertificateBundle
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="KubeApiException">The file is missing, unreadable, or holds no certificate.</exception>
    public static X509Certificate2Collection ReadFile(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), $"The CA file '{path}'");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"The CA file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads certificates; <paramref name="what"/> begins the error's sentence.</summary>
    /// <exception cref="KubeApiException">There is no certificate in the bytes.</exception>
    public static X509Certificate2Collection Parse(byte[] bytes, string what)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            if (bytes.AsSpan().IndexOf("-----BEGIN"u8) >= 0)
            {
                certificates.ImportFromPem(System.Text.Encoding.UTF8.GetString(bytes));
            }
            else if (bytes.Length > 0)
            {
                // Of no bytes .NET makes a certificate that is none.
                certificates.Add(new X509Certificate2(bytes));
            }
        }
        catch (CryptographicException e)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"{what} is no certificate in PEM or DER form: {e.Message}", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw new KubeApiException(FailureKind.InvalidConfiguration, $"{what} holds no certificate (no '-----BEGIN CERTIFICATE-----').");
    }
}
