using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>The failures of certificate verification, with the facts and remedies.</summary>
internal static class CertificateRefusal
{
    /// <summary>The chain ends at no trusted CA, or is broken.</summary>
    public static KubeApiException NotTrusted(X509Chain chain, string host, X509Certificate2Collection? authorities, string? authoritySource)
    {
        var leaf = chain.ChainElements[0].Certificate;
        var trusted = authoritySource is { } source ? $"the CAs of {source}" : "this machine's CAs";
        if (IsSelfSigned(leaf))
        {
            return new KubeApiException(
                FailureKind.CertificateNotTrusted,
                $"The certificate of {host} is self-signed ('{leaf.Subject}', SHA-256 {leaf.GetCertHashString(HashAlgorithmName.SHA256)}), and is not among "
                    + $"{trusted}.")
            {
                Remedy = Remedy.ServerCertificate,
            };
        }

        // OpenSSL's or Windows' words for an unknown issuer say no more than the message.
        var others = chain.ChainStatus.Where(s => s.Status is not (X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.UntrustedRoot)).ToList();
        var details = string.Join(" ", others.Select(s => s.StatusInformation.Trim()).Where(s => s.Length > 0).Distinct());
        if (others.Count == chain.ChainStatus.Length)
        {
            return new KubeApiException(
                FailureKind.CertificateNotTrusted, $"The certificate of {host}, issued by '{leaf.Issuer}' to '{leaf.Subject}', cannot be used: {details}")
            {
                RecommendedAction = "Issue the server a certificate for server authentication, from a CA that is allowed to sign it.",
            };
        }

        // The CAs of all kubeadm clusters have the same name.
        var end = chain.ChainElements[^1].Certificate.Issuer;
        var hint = authorities?.Any(a => a.Subject == end) == true
            ? $" One of them is also named '{end}', but has another key: the certificate is from another cluster, or the cluster was recreated."
            : $" Its chain ends at '{end}', which is not one of them.";
        return new KubeApiException(
            FailureKind.CertificateNotTrusted,
            $"The certificate of {host} is not signed by one of {trusted}. It was issued by '{leaf.Issuer}' to '{leaf.Subject}'.{hint} {details}".TrimEnd())
        {
            Remedy = Remedy.CertificateAuthority,
        };
    }

    /// <summary>A certificate of the chain is expired, or not valid yet.</summary>
    public static KubeApiException OutOfDate(X509Chain chain, string host)
    {
        var now = DateTime.Now;
        var culprit = chain.ChainElements.Select(e => e.Certificate).FirstOrDefault(c => now < c.NotBefore || now > c.NotAfter)
            ?? chain.ChainElements[0].Certificate;
        var isEarly = now < culprit.NotBefore;
        return new KubeApiException(
            FailureKind.CertificateExpired,
            $"The certificate '{culprit.Subject}' that {host} presented {(isEarly ? "is not valid yet" : "is expired")}: "
            + $"it is valid from {UtcTime.Show(culprit.NotBefore)} to {UtcTime.Show(culprit.NotAfter)}, and it is now {UtcTime.Show(now)}.")
        {
            RecommendedAction = isEarly
                ? "If this machine's clock is slow, correct it; otherwise the certificate was issued on a machine whose clock is fast."
                : "Renew the certificate on the server (for example: kubeadm certs renew), or correct this machine's clock if it is fast.",
        };
    }

    /// <summary>The certificate is for other names.</summary>
    public static KubeApiException WrongName(X509Certificate2 leaf, string host)
    {
        var names = NamesOf(leaf);
        return new KubeApiException(
            FailureKind.CertificateNameMismatch,
            names.Count > 0
                ? $"The server's certificate is not valid for '{host}', only for: {string.Join(", ", names)}."
                : $"The server's certificate has no subject alternative names; its subject '{leaf.Subject}' is not used.")
        {
            Remedy = names.Count > 0 ? Remedy.TlsServerName : Remedy.None,
            RecommendedAction = names.Count > 0
                ? null
                : "Renew the server's certificate with its host names and addresses as subject alternative names.",
        };
    }

    /// <summary>The host names and addresses of a certificate.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 leaf) =>
        leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
            ? [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(a => a.ToString())]
            : [];

    private static bool IsSelfSigned(X509Certificate2 certificate) => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
