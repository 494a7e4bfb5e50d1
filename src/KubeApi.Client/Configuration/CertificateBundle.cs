using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>Reads CA certificates: one or many in PEM, or one in DER.</summary>
public static class CertificateBundle
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warnings">Receives a warning for each malformed block; null to ignore them.</param>
    /// <exception cref="KubeApiException">The file is missing, unreadable, or has no certificate.</exception>
    public static X509Certificate2Collection ReadFile(string path, ICollection<string>? warnings = null)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), $"The CA file '{path}'", warnings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeApiException(FailureKind.InvalidConfiguration, $"The CA file '{path}' cannot be read: {FileFault.Describe(path, e)}", e);
        }
    }

    /// <summary>Reads certificates. Malformed blocks are skipped, as in Go, if there are others.</summary>
    /// <param name="bytes">PEM or DER.</param>
    /// <param name="what">The beginning of the error's sentence.</param>
    /// <param name="warnings">Receives a warning for each malformed block; null to ignore them.</param>
    /// <exception cref="KubeApiException">There is no certificate in the bytes.</exception>
    public static X509Certificate2Collection Parse(byte[] bytes, string what, ICollection<string>? warnings = null)
    {
        List<PemBlock> blocks = bytes.AsSpan().IndexOf("-----BEGIN"u8) >= 0
            ? [.. PemBlock.Read(Encoding.UTF8.GetString(bytes)).Where(b => b.IsCertificate)]
            : bytes.Length > 0 ? [new PemBlock("CERTIFICATE", bytes, IsEncrypted: false)]
            : [];
        var certificates = blocks.Select(b => b.ToCertificate()).ToList();
        if (!certificates.Exists(c => c is not null))
        {
            throw Invalid(
                blocks.Count > 0 ? $"{what} is not a PEM or DER certificate." : $"{what} contains no certificate (no '-----BEGIN CERTIFICATE-----').");
        }

        for (var i = 0; i < certificates.Count; i++)
        {
            if (certificates[i] is null)
            {
                warnings?.Add($"Block {i + 1} of {char.ToLowerInvariant(what[0])}{what[1..]} is not a certificate and was skipped.");
            }
        }

        return [.. certificates.OfType<X509Certificate2>()];
    }
}
