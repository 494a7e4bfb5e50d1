using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>
/// Checks the server's certificate against the CAs of the connection, which replace the system's. Asks nobody: no revocation lists, no
/// certificate downloads, as in Go. A refusal is an exception that says what was seen.
/// </summary>
internal sealed class ServerCertificateCheck(ConnectionSettings settings)
{
    private readonly FileValue<X509Certificate2Collection?>? _file = settings.CertificateAuthorityFile is { } path
        ? new(settings.CertificateAuthorities, _ => CertificateBundle.ReadFile(path), path)
        : null;

    private X509Certificate2Collection? Authorities => _file is not null ? _file.Current : settings.CertificateAuthorities;

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? systemChain, SslPolicyErrors errors)
    {
        if (settings.SkipCertificateCheck)
        {
            return true;
        }

        if (certificate is not X509Certificate2 leaf)
        {
            throw new KubeApiException(FailureKind.CertificateNotTrusted, "The server presented no certificate.");
        }

        var host = (sender as SslStream)?.TargetHostName ?? settings.Server.Host;
        using var chain = BuildChain(leaf, systemChain);
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            throw Expired(chain, host);
        }

        if (status != X509ChainStatusFlags.NoError && !IsAnchoredInBundle(chain, status))
        {
            throw NotTrusted(leaf, chain, host);
        }

        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? true : throw WrongName(leaf, host);
    }

    private X509Chain BuildChain(X509Certificate2 leaf, X509Chain? systemChain)
    {
        var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1")); // serverAuth
        if (systemChain is not null)
        {
            policy.ExtraStore.AddRange(systemChain.ChainPolicy.ExtraStore);
        }

        if (Authorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
            policy.ExtraStore.AddRange(authorities);
        }

        chain.Build(leaf);
        return chain;
    }

    // As in Go, a certificate of the bundle is an anchor even if it is not self-signed. Compared byte by byte: X509Certificate.Equals looks
    // at issuer and serial number only, which anybody can copy.
    private bool IsAnchoredInBundle(X509Chain chain, X509ChainStatusFlags status) =>
        Authorities is { } authorities
        && (status & ~X509ChainStatusFlags.PartialChain) == X509ChainStatusFlags.NoError
        && authorities.Any(a => a.RawDataMemory.Span.SequenceEqual(chain.ChainElements[^1].Certificate.RawDataMemory.Span));

    private KubeApiException NotTrusted(X509Certificate2 leaf, X509Chain chain, string host)
    {
        var trusted = settings.CertificateAuthoritySource is { } source ? $"the CAs of {source}" : "this machine's CAs";
        var details = string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()).Where(s => s.Length > 0).Distinct());
        return new KubeApiException(
            FailureKind.CertificateNotTrusted,
            $"The certificate of {host} is not signed by one of {trusted}. It was issued by '{leaf.Issuer}' to '{leaf.Subject}'. {details}".TrimEnd())
        {
            RecommendedAction = "Give the cluster's CA with -CertificateAuthority ca.crt (in a pod it lies beside the token; in a kubeconfig it is "
                + "certificate-authority-data). If that is what you gave, you may be talking to another server than you think.",
        };
    }

    private static KubeApiException Expired(X509Chain chain, string host)
    {
        var now = DateTime.Now;
        var culprit = chain.ChainElements.Select(e => e.Certificate).FirstOrDefault(c => now < c.NotBefore || now > c.NotAfter) ?? chain.ChainElements[0].Certificate;
        return new KubeApiException(
            FailureKind.CertificateExpired,
            $"The certificate '{culprit.Subject}' that {host} presented is valid from {culprit.NotBefore:u} to {culprit.NotAfter:u}; it is now {now:u}.")
        {
            RecommendedAction = "Renew the certificate on the server, or set this machine's clock right.",
        };
    }

    private static KubeApiException WrongName(X509Certificate2 leaf, string host)
    {
        var alternatives = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        var names = alternatives is null
            ? []
            : alternatives.EnumerateDnsNames().Concat(alternatives.EnumerateIPAddresses().Select(a => a.ToString())).ToArray();
        return new KubeApiException(
            FailureKind.CertificateNameMismatch,
            $"The server's certificate is not for '{host}' but for: {(names.Length > 0 ? string.Join(", ", names) : leaf.Subject)}.")
        {
            RecommendedAction = "Connect with one of these names, or give the name to expect with -TlsServerName.",
        };
    }
}
