using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Http;

/// <summary>
/// Checks the server's certificate against the CAs of the connection, which replace the system's. Sends no requests: no revocation lists, no certificate
/// downloads, as in Go. A rejected certificate throws an exception with the facts.
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
        if (IsProxy(host) && errors == SslPolicyErrors.None)
        {
            // The cluster's CA signs the cluster's servers; the system's CAs may also verify an https proxy.
            return true;
        }

        var authorities = Authorities;
        using var chain = BuildChain(leaf, systemChain, authorities);
        var status = StatusOf(chain, authorities);
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            throw CertificateRefusal.OutOfDate(chain, host);
        }

        if (status != X509ChainStatusFlags.NoError
            && !(status.HasFlag(X509ChainStatusFlags.NotSignatureValid) && IsTrustedByNamesake(leaf, systemChain, authorities ?? [])))
        {
            throw CertificateRefusal.NotTrusted(chain, host, authorities, settings.CertificateAuthoritySource);
        }

        // Without alternative names, .NET falls back to the subject's common name; Go does not.
        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && CertificateRefusal.NamesOf(leaf).Count > 0
            ? true
            : throw CertificateRefusal.WrongName(leaf, host);
    }

    private bool IsProxy(string host) =>
        settings.Proxy is { Scheme: "https" } proxy && host == proxy.IdnHost && host != (settings.TlsServerName ?? settings.Server.IdnHost);

    // Of several CAs with one name, as in a bundle for a rotation, OpenSSL tries only the first one, unless key identifiers distinguish them. Go tries all.
    private static bool IsTrustedByNamesake(X509Certificate2 leaf, X509Chain? systemChain, X509Certificate2Collection authorities) =>
        authorities.Where(one => authorities.Count(other => other.Subject == one.Subject) > 1).Any(one =>
        {
            using var chain = BuildChain(
                leaf, systemChain, [.. authorities.Where(other => ReferenceEquals(other, one) || other.Subject != one.Subject)]);
            return StatusOf(chain, authorities) == X509ChainStatusFlags.NoError;
        });

    private static X509Chain BuildChain(X509Certificate2 leaf, X509Chain? systemChain, X509Certificate2Collection? authorities)
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

        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
            policy.ExtraStore.AddRange(authorities);
        }

        chain.Build(leaf);
        return chain;
    }

    // As in Go, a certificate of the bundle is an anchor even if it is not self-signed. Compared byte by byte, because X509Certificate.Equals compares only
    // issuer and serial number, which can be copied.
    private static X509ChainStatusFlags StatusOf(X509Chain chain, X509Certificate2Collection? authorities)
    {
        var anchor = Array.FindIndex(
            chain.ChainElements.ToArray(),
            e => authorities?.Any(a => a.RawDataMemory.Span.SequenceEqual(e.Certificate.RawDataMemory.Span)) == true);
        return anchor < 0 ? Flags(chain.ChainStatus) : StatusOfTrustedPart(anchor, chain);
    }

    // Errors beyond the anchor do not matter; errors before it, or of the chain as a whole, do.
    private static X509ChainStatusFlags StatusOfTrustedPart(int anchor, X509Chain chain)
    {
        const X509ChainStatusFlags Incomplete = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
        var ofElements = Flags(chain.ChainElements.SelectMany(e => e.ChainElementStatus));
        var ofTrustedPart = Flags(chain.ChainElements.Take(anchor + 1).SelectMany(e => e.ChainElementStatus));
        return ((Flags(chain.ChainStatus) & ~ofElements) | ofTrustedPart) & ~Incomplete;
    }

    private static X509ChainStatusFlags Flags(IEnumerable<X509ChainStatus> status) =>
        status.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
}
